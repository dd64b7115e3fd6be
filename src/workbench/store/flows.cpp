#include "workbench/store/flows.hpp"

#include <algorithm>

namespace davy::store {
namespace {

std::string_view kept_event(const NewFlow& flow) {
  return flow.event.size() <= limits::store_event_octets_max ? std::string_view{flow.event}
                                                             : std::string_view{};
}

Result<void> update(Database& database, std::int64_t id, const NewFlow& flow) {
  const auto done = database.run(
      "UPDATE flow SET times = times + 1, first_seen_ns = min(first_seen_ns, ?1),"
      " level = iif(last_seen_ns <= ?2, ?3, level), event = iif(last_seen_ns <= ?2, ?4, event),"
      " last_seen_ns = max(last_seen_ns, ?2) WHERE id = ?5",
      ns(flow.first_seen), ns(flow.last_seen), static_cast<int>(flow.level), kept_event(flow), id);
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> insert(Database& database, const NewFlow& flow) {
  const auto done = database.run(
      "INSERT INTO flow (subject_id, key, first_seen_ns, last_seen_ns, level, times, event)"
      " VALUES (?, ?, ?, ?, ?, 1, ?)",
      flow.subject_id, cut(flow.key, limits::store_name_octets_max), ns(flow.first_seen),
      ns(flow.last_seen), static_cast<int>(flow.level), kept_event(flow));
  if (!done) return std::unexpected(done.error());
  const auto counted =
      database.run("UPDATE subject SET flows = flows + 1 WHERE id = ?", flow.subject_id);
  if (!counted) return std::unexpected(counted.error());
  return {};
}

// True: one had to go.
Result<bool> push_out(Database& database, std::int64_t subject_id) {
  const auto kept = database.integer("SELECT flows FROM subject WHERE id = ?", subject_id);
  if (!kept) return std::unexpected(kept.error());
  if (kept->value_or(0) <= static_cast<std::int64_t>(limits::store_flows_per_subject_max))
    return false;
  const auto gone = database.run(
      "DELETE FROM flow WHERE id = (SELECT min(id) FROM flow WHERE subject_id = ?)", subject_id);
  if (!gone) return std::unexpected(gone.error());
  const auto counted = database.run(
      "UPDATE subject SET flows = flows - 1, flows_left_out = flows_left_out + 1 WHERE id = ?",
      subject_id);
  if (!counted) return std::unexpected(counted.error());
  return true;
}

Result<FlowOutcome> put(Database& database, const NewFlow& flow) {
  const auto same = database.integer(
      "SELECT id FROM flow WHERE subject_id = ? AND key = ? AND first_seen_ns <= ?"
      " AND last_seen_ns >= ? ORDER BY id DESC LIMIT 1",
      flow.subject_id, cut(flow.key, limits::store_name_octets_max), ns(flow.last_seen),
      ns(flow.first_seen));
  if (!same) return std::unexpected(same.error());
  if (*same) {
    if (auto failed = failure_of(update(database, **same, flow))) return std::unexpected(*failed);
    return FlowOutcome::updated;
  }
  if (auto failed = failure_of(insert(database, flow))) return std::unexpected(*failed);
  const auto pushed = push_out(database, flow.subject_id);
  if (!pushed) return std::unexpected(pushed.error());
  return *pushed ? FlowOutcome::pushed_out : FlowOutcome::added;
}

StoredFlow read_flow(const Query& row) {
  return {.id = row.integer(0),
          .first_seen = timestamp_ns(row.integer(1)),
          .last_seen = timestamp_ns(row.integer(2)),
          .level = static_cast<verdict::Level>(row.integer(3)),
          .times = row.count(4),
          .event = row.text(5)};
}

}  // namespace

Result<FlowOutcome> put_flow(Store& store, const NewFlow& flow) {
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto outcome = put(store.database(), flow);
  if (!outcome) return outcome;
  if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
  return outcome;
}

Result<FlowPage> flows_of(Store& store, std::int64_t subject_id, std::optional<std::int64_t> after,
                          std::size_t limit) {
  limit = page_rows(limit);
  auto found = store.database().query(
      "SELECT id, first_seen_ns, last_seen_ns, level, times, event FROM flow"
      " WHERE subject_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
      subject_id, after.value_or(INT64_MAX), limit + 1);
  if (!found) return std::unexpected(found.error());
  return read_page<FlowPage>(*found, limit, read_flow, [](const StoredFlow& f) { return f.id; });
}

}  // namespace davy::store
