#include "workbench/custody/audit_text.hpp"

#include <fmt/format.h>

#include "workbench/report/json_values.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::custody {
namespace {

using report::hash_at;
using report::integer_at;
using report::JsonObject;
using report::JsonReader;
using report::text_at;

using store::AuditAnchor;
using store::AuditEntry;
using store::AuditLink;

std::string line_of(const AuditEntry& entry, const Sha256* before) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.field("id", static_cast<std::uint64_t>(entry.id));
  json.field("at", to_rfc3339(entry.at));
  json.key("at_ns");
  json.raw(fmt::format("{}", store::ns(entry.at)));
  json.field("who", entry.who);
  json.field("what", entry.what);
  json.field("object", entry.object);
  json.field("detail", entry.detail);
  if (before != nullptr) json.field("before", to_hex(*before));
  json.field("hash", to_hex(entry.hash));
  json.end_object();
  return text + '\n';
}

std::optional<AuditEntry> entry_of(const JsonObject& object) {
  const auto id = integer_at(object, "id");
  const auto at = integer_at(object, "at_ns");
  const auto hash = hash_at(object, "hash");
  if (!id || !at || !hash) return std::nullopt;
  return AuditEntry{.id = *id,
                    .at = timestamp_ns(*at),
                    .who = text_at(object, "who"),
                    .what = text_at(object, "what"),
                    .object = text_at(object, "object"),
                    .detail = text_at(object, "detail"),
                    .hash = *hash};
}

std::optional<AuditLink> link_of(const JsonObject& object) {
  auto entry = entry_of(object);
  const auto before = hash_at(object, "before");
  if (!entry || !before) return std::nullopt;
  return AuditLink{*before, std::move(*entry)};
}

std::optional<AuditAnchor> anchor_of(const JsonObject& object) {
  const auto id = integer_at(object, "id");
  if (!id) return std::nullopt;
  return AuditAnchor{*id, hash_at(object, "hash")};
}

template <class Row, class Read>
Result<std::vector<Row>> rows_in(std::string_view text, Read read) {
  std::vector<Row> rows;
  std::size_t line = 0;
  JsonReader reader;
  const bool all = reader.each_line(text, line, [&](const JsonObject& object) {
    auto row = read(object);
    if (row) rows.push_back(std::move(*row));
    return row.has_value();
  });
  if (!all) return input_error(fmt::format("line {} is no entry", line));
  return rows;
}

}  // namespace

std::string audit_line(const AuditEntry& entry) { return line_of(entry, nullptr); }
std::string audit_line(const AuditLink& link) { return line_of(link.entry, &link.before); }

std::string anchor_line(const AuditAnchor& anchor) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.field("id", static_cast<std::uint64_t>(anchor.id));
  json.text_or_null_field("hash", anchor.hash ? to_hex(*anchor.hash) : "");
  json.end_object();
  return text + '\n';
}

Result<std::vector<AuditEntry>> read_audit(std::string_view text) {
  return rows_in<AuditEntry>(text, entry_of);
}
Result<std::vector<AuditLink>> read_audit_links(std::string_view text) {
  return rows_in<AuditLink>(text, link_of);
}
Result<std::vector<AuditAnchor>> read_anchors(std::string_view text) {
  return rows_in<AuditAnchor>(text, anchor_of);
}

Result<store::AuditHead> note_leaving(store::Store& store, const AuditEntry& entry) {
  const auto head = store::append_audit(store, entry);
  if (!head) return head;
  if (auto kept = store::keep_anchor(store, *head); !kept) return std::unexpected(kept.error());
  return head;
}

Result<std::string> anchor_lines(store::Store& store) {
  const auto anchors = store::audit_anchors(store);
  if (!anchors) return std::unexpected(anchors.error());
  std::string text;
  for (const AuditAnchor& anchor : *anchors) text += anchor_line(anchor);
  return text;
}

}  // namespace davy::custody
