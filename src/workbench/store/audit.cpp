#include "workbench/store/audit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "workbench/store/rows.hpp"

namespace davy::store {
namespace {

constexpr std::string_view columns = "id, at_ns, who, what, object, detail, hash";

void put_number(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i, number >>= 8) out += static_cast<char>(number & 0xff);
}
void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

Sha256 hash_of(std::string_view octets) {
  Sha256 hash{};
  std::ranges::copy(octets.substr(0, hash.size()), hash.begin());
  return hash;
}

AuditEntry read_entry(const Query& row) {
  return {.id = row.integer(0),
          .at = timestamp_ns(row.integer(1)),
          .who = row.text(2),
          .what = row.text(3),
          .object = row.text(4),
          .detail = row.text(5),
          .hash = hash_of(row.view(6))};
}

AuditEntry bounded(const AuditEntry& entry, std::int64_t id) {
  const auto kept = [](const std::string& text) {
    return std::string{cut(text, limits::store_detail_octets_max)};
  };
  return {.id = id,
          .at = entry.at,
          .who = kept(entry.who),
          .what = kept(entry.what),
          .object = kept(entry.object),
          .detail = kept(entry.detail)};
}

Result<AuditHead> append(Store& store, const AuditEntry& entry) {
  const auto last = audit_head(store);
  if (!last) return last;
  AuditEntry next = bounded(entry, last->id + 1);
  next.hash = chained(last->hash, next);
  const auto done = store.database().run(
      "INSERT INTO audit (id, at_ns, who, what, object, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
      next.id, ns(next.at), next.who, next.what, next.object, next.detail, Bytes{next.hash});
  if (!done) return std::unexpected(done.error());
  return AuditHead{next.id, next.hash};
}

}  // namespace

Sha256 chained(const Sha256& before, const AuditEntry& entry) {
  std::string text(before.begin(), before.end());
  put_number(text, static_cast<std::uint64_t>(entry.id));
  put_number(text, static_cast<std::uint64_t>(ns(entry.at)));
  for (const std::string* field : {&entry.who, &entry.what, &entry.object, &entry.detail})
    put_text(text, *field);
  return sha256(text);
}

bool AuditChain::take(const AuditEntry& entry) {
  ++entries_;
  if (entry.id != last_.id + 1)
    return found(fmt::format("entries {} to {} are missing", last_.id + 1, entry.id - 1));
  if (entry.hash != chained(last_.hash, entry))
    return found(fmt::format("entry {} was changed, or the one before it", entry.id));
  last_ = {entry.id, entry.hash};
  if (kept_ && kept_->id == entry.id && kept_->hash != entry.hash)
    return found(fmt::format("entry {} is not the one that was kept elsewhere", entry.id));
  return true;
}

void AuditChain::finish(std::int64_t last_given) {
  if (problem_.empty() && last_given < last_.id)
    found(fmt::format("the log ends at {}, and {} was there before", last_given, last_.id));
  if (problem_.empty() && last_given != last_.id)
    found(fmt::format("entries {} to {} are missing at the end", last_.id + 1, last_given));
  if (problem_.empty() && kept_ && kept_->id > last_.id)
    found(fmt::format("the log ends at {}, and {} was kept elsewhere", last_.id, kept_->id));
}

bool AuditChain::found(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

Result<AuditHead> audit_head(Store& store) {
  auto found = store.database().query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
  if (!found) return std::unexpected(found.error());
  const auto row = found->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return AuditHead{};
  return AuditHead{found->integer(0), hash_of(found->view(1))};
}

Result<AuditHead> append_audit(Store& store, const AuditEntry& entry) {
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto head = append(store, entry);
  if (!head) return head;
  if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
  return head;
}

Result<std::int64_t> audit_last_given(Store& store) {
  const auto last =
      store.database().integer("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  if (!last) return std::unexpected(last.error());
  return last->value_or(0);
}

Result<std::size_t> take_entries(Store& store, AuditChain& chain, std::int64_t to_id,
                                 std::size_t limit) {
  auto found = store.database().query(
      fmt::format("SELECT {} FROM audit WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", columns),
      chain.last().id, to_id, limit);
  if (!found) return std::unexpected(found.error());
  for (std::size_t count = 0;; ++count) {
    const auto row = found->step();
    if (!row) return std::unexpected(row.error());
    if (!*row || !chain.take(read_entry(*found))) return count;
  }
}

Result<AuditVerdict> verify_audit(Store& store, std::optional<AuditHead> kept_elsewhere) {
  const auto last_given = audit_last_given(store);
  if (!last_given) return std::unexpected(last_given.error());
  // Up to there only: others may add entries meanwhile.
  const std::int64_t to = std::max(*last_given, kept_elsewhere ? kept_elsewhere->id : 0);
  AuditChain chain(kept_elsewhere);
  const auto taken = take_entries(store, chain, to, audit_entries_all);
  if (!taken) return std::unexpected(taken.error());
  chain.finish(*last_given);
  return AuditVerdict{chain.entries(), chain.problem()};
}

Result<void> each_audit_entry(Store& store, const std::function<void(const AuditEntry&)>& take) {
  return each_row(store.database().query(fmt::format("SELECT {} FROM audit ORDER BY id", columns)),
                  [&](const Query& row) { take(read_entry(row)); });
}

Result<std::vector<AuditLink>> audit_links(Store& store, const std::string& object,
                                           const std::string& other_object, std::size_t limit) {
  auto links = rows_of<AuditLink>(
      store.database().query(
          fmt::format("SELECT {}, (SELECT hash FROM audit b WHERE b.id = a.id - 1) FROM audit a"
                      " WHERE object IN (?, ?) ORDER BY id DESC LIMIT ?",
                      columns),
          object, other_object, limit),
      [](const Query& row) { return AuditLink{hash_of(row.view(7)), read_entry(row)}; });
  if (links) std::ranges::reverse(*links);
  return links;
}

Result<void> keep_anchor(Store& store, const AuditHead& head) {
  const auto kept =
      store.database().run("INSERT OR IGNORE INTO audit_anchor (audit_id) VALUES (?)", head.id);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

Result<std::vector<AuditAnchor>> audit_anchors(Store& store) {
  auto anchors = rows_of<AuditAnchor>(
      store.database().query("SELECT audit_id, hash FROM audit_anchor LEFT JOIN audit ON id ="
                             " audit_id ORDER BY audit_id DESC LIMIT ?",
                             anchors_max),
      [](const Query& row) {
        AuditAnchor anchor{.id = row.integer(0)};
        if (!row.is_null(1)) anchor.hash = hash_of(row.view(1));
        return anchor;
      });
  if (anchors) std::ranges::reverse(*anchors);
  return anchors;
}

Result<AuditPage> audit_page(Store& store, const AuditFilter& filter) {
  const std::size_t limit = page_rows(filter.limit);
  // One of the two indexes leads; where neither is asked for, the numbers do.
  std::string sql = fmt::format("SELECT {} FROM audit WHERE id < ?1 AND at_ns >= ?2", columns);
  if (!filter.object.empty()) sql += " AND object = ?3";
  if (!filter.who.empty()) sql += filter.object.empty() ? " AND who = ?4" : " AND +who = ?4";
  if (!filter.what.empty()) sql += " AND what = ?5";
  sql += " ORDER BY id DESC LIMIT ?6";
  auto found = store.database().query(sql, filter.after.value_or(INT64_MAX),
                                      filter.since ? ns(*filter.since) : INT64_MIN, filter.object,
                                      filter.who, filter.what, limit + 1);
  if (!found) return std::unexpected(found.error());
  return read_page<AuditPage>(*found, limit, read_entry, [](const AuditEntry& e) { return e.id; });
}

}  // namespace davy::store
