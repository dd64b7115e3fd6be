// The audit log: whole in an export, those entries that concern a case in a bundle.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "workbench/custody/audit_text.hpp"
#include "workbench/custody/verify_parts.hpp"
#include "workbench/report/json_values.hpp"

namespace davy::custody {
namespace {

using report::integer_at;
using report::JsonReader;

using Hashes = std::map<std::int64_t, Sha256>;

constexpr std::string_view log_name = "audit.jsonl";
constexpr std::string_view heads_name = "audit_heads.jsonl";

template <class Rows>
std::optional<Rows> read_of(const Bundle& bundle, std::string_view name,
                            Result<Rows> (*read)(std::string_view), Checks& checks) {
  const std::string* text = bundle.file(name);
  if (text == nullptr) {
    checks.fails("audit", fmt::format("{} is missing or damaged", name));
    return std::nullopt;
  }
  auto rows = read(*text);
  if (rows) return std::move(*rows);
  checks.fails("audit", fmt::format("{}: {}", name, rows.error().message));
  return std::nullopt;
}

// Nothing where it is as it must be.
std::string wrong_with(const store::AuditLink& link, const store::AuditLink* before) {
  if (link.entry.hash != store::chained(link.before, link.entry))
    return fmt::format("entry {} was changed, or the one before it", link.entry.id);
  if (before == nullptr) return {};
  if (link.entry.id <= before->entry.id)
    return fmt::format("entry {} stands after entry {}", link.entry.id, before->entry.id);
  if (link.entry.id == before->entry.id + 1 && link.before != before->entry.hash)
    return fmt::format("entry {} does not follow entry {}", link.entry.id, before->entry.id);
  return {};
}

// Heads that were handed out must still be the log's own.
void check_anchors(const Bundle& bundle, const Hashes& known, Checks& checks) {
  const auto anchors = read_of(bundle, heads_name, read_anchors, checks);
  if (!anchors) return;
  std::size_t held = 0;
  for (const store::AuditAnchor& anchor : *anchors) {
    const auto entry = known.find(anchor.id);
    if (!anchor.hash)
      checks.fails("audit", fmt::format("entry {}, whose hash was handed out, is gone from the log",
                                        anchor.id));
    else if (entry != known.end() && entry->second != *anchor.hash)
      checks.fails("audit", fmt::format("entry {} has another hash in {}", anchor.id, heads_name));
    else
      ++held;
  }
  checks.note("audit", fmt::format("{} heads that were handed out are in here: hold an earlier "
                                   "bundle or export against them with --earlier",
                                   held));
}

void check_head(const Hashes& known, const store::AuditHead& head, Checks& checks) {
  const auto entry = known.find(head.id);
  if (entry == known.end())
    checks.fails("audit", fmt::format("entry {}, the head that the manifest names, is not in {}",
                                      head.id, log_name));
  else if (entry->second != head.hash)
    checks.fails("audit", fmt::format("entry {} is not the head that the manifest names", head.id));
}

Hashes hashes_in(const Bundle& bundle) {
  Hashes known;
  if (const std::string* heads = bundle.file(heads_name))
    if (const auto anchors = read_anchors(*heads))
      for (const store::AuditAnchor& anchor : *anchors)
        if (anchor.hash) known[anchor.id] = *anchor.hash;
  if (const std::string* log = bundle.file(log_name))
    if (const auto entries = read_audit(*log))
      for (const store::AuditEntry& entry : *entries) known[entry.id] = entry.hash;
  return known;
}

// The number of the last entry that the store ever gave.
std::optional<std::int64_t> last_given(const Bundle& bundle) {
  const std::string* text = bundle.file("export.json");
  if (text == nullptr) return std::nullopt;
  JsonReader reader;
  const auto object = reader.object(*text);
  return object ? integer_at(*object, "last_given") : std::nullopt;
}

}  // namespace

void check_audit_links(const Bundle& bundle, const Manifest& manifest, Checks& checks) {
  const auto links = read_of(bundle, log_name, read_audit_links, checks);
  if (!links) return;
  const std::size_t before = checks.failed();
  Hashes known;
  const store::AuditLink* last = nullptr;
  for (const store::AuditLink& link : *links) {
    if (std::string wrong = wrong_with(link, last); !wrong.empty())
      checks.fails("audit", std::move(wrong));
    known[link.entry.id] = link.entry.hash;
    last = &link;
  }
  check_head(known, manifest.head, checks);
  if (checks.failed() == before)
    checks.holds("audit", fmt::format("{} entries about this case, up to number {}, each with the "
                                      "hash that follows from it and from the one before",
                                      links->size(), manifest.head.id));
  check_anchors(bundle, known, checks);
}

void check_audit_log(const Bundle& bundle, const Manifest& manifest, Checks& checks) {
  const auto entries = read_of(bundle, log_name, read_audit, checks);
  if (!entries) return;
  const auto given = last_given(bundle);
  if (!given) checks.fails("audit", "export.json does not say how many entries there ever were");
  store::AuditChain chain(manifest.head);
  Hashes known;
  for (const store::AuditEntry& entry : *entries) {
    if (!chain.take(entry)) break;
    known[entry.id] = entry.hash;
  }
  chain.finish(given.value_or(manifest.head.id));
  if (chain.problem().empty())
    checks.holds("audit",
                 fmt::format("{} entries, each follows from the one before", chain.entries()));
  else
    checks.fails("audit", chain.problem());
  check_anchors(bundle, known, checks);
}

void check_earlier(const Bundle& bundle, const Manifest& manifest,
                   std::span<const KeptHead> earlier, Checks& checks) {
  if (earlier.empty()) return;
  const Hashes known = hashes_in(bundle);
  for (const KeptHead& kept : earlier) {
    const auto found = known.find(kept.head.id);
    if (kept.head.id > manifest.head.id)
      checks.fails("earlier", fmt::format("{} went up to entry {}, this one ends at {}: it is the "
                                          "older one, or the log's end was cut off",
                                          kept.from, kept.head.id, manifest.head.id));
    else if (found == known.end())
      checks.fails("earlier", fmt::format("{}: its head, entry {}, is not in this one", kept.from,
                                          kept.head.id));
    else if (found->second != kept.head.hash)
      checks.fails("earlier", fmt::format("{}: its head, entry {}, is another entry here: the log "
                                          "was written anew",
                                          kept.from, kept.head.id));
    else
      checks.holds("earlier", fmt::format("the head of {}, entry {}, is in this one", kept.from,
                                          kept.head.id));
  }
}

}  // namespace davy::custody
