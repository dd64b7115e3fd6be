#include "workbench/relay/outlet_rows.hpp"

#include <fmt/format.h>

#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::relay {
namespace {

constexpr std::string_view mark_key = "relay_mark";
constexpr std::string_view columns =
    "name, kind, place, verdict_told, verdict_done, verdict_until, case_told, case_done, "
    "case_until, "
    "batch_ns, tries, next_try_ns, failing_since_ns, last_error, last_success_ns, looked_ns, sent, "
    "failed, dropped";

std::optional<Timestamp> time_at(const store::Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return timestamp_ns(row.integer(column));
}
std::optional<std::int64_t> ns_of(const std::optional<Timestamp>& time) {
  if (!time) return std::nullopt;
  return store::ns(*time);
}

OutletState state_of(const store::Query& row) {
  return {.name = row.text(0),
          .kind = row.text(1),
          .place = row.text(2),
          .verdicts = {row.integer(3), row.integer(4), row.integer(5)},
          .cases = {row.integer(6), row.integer(7), row.integer(8)},
          .batch_at = timestamp_ns(row.integer(9)),
          .tries = row.integer(10),
          .next_try = timestamp_ns(row.integer(11)),
          .failing_since = time_at(row, 12),
          .last_error = row.text(13),
          .last_success = time_at(row, 14),
          .looked_at = timestamp_ns(row.integer(15)),
          .sent = row.integer(16),
          .failed = row.integer(17),
          .dropped = row.integer(18)};
}

Result<std::int64_t> newest(store::Store& store, const char* sql) {
  const auto number = store.database().integer(sql);
  if (!number) return std::unexpected(number.error());
  return number->value_or(0);
}

Result<void> add(store::Store& store, const Outlet& outlet, Timestamp now) {
  std::int64_t verdicts = 0, cases = 0;
  if (!outlet.from_beginning) {
    const auto change = newest(store, "SELECT max(id) FROM verdict_change");
    if (!change) return std::unexpected(change.error());
    const auto step = newest(store, "SELECT max(log_id) FROM case_log");
    if (!step) return std::unexpected(step.error());
    verdicts = *change;
    cases = *step;
  }
  const auto added = store.database().run(
      "INSERT INTO outlet (name, kind, place, verdict_told, verdict_done, verdict_until, "
      "case_told, "
      "case_done, case_until, looked_ns) VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?5, ?5, ?6)",
      outlet.name, outlet_kinds[static_cast<std::size_t>(outlet.kind)], outlet.place(), verdicts,
      cases, store::ns(now));
  if (!added) return std::unexpected(added.error());
  return {};
}

Result<std::optional<OutletState>> find(store::Store& store, std::string_view name) {
  auto rows =
      store.database().query(fmt::format("SELECT {} FROM outlet WHERE name = ?", columns), name);
  if (!rows) return std::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::optional<OutletState>{};
  return state_of(*rows);
}

}  // namespace

Result<OutletState> outlet_state(store::Store& store, const Outlet& outlet, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  auto known = find(store, outlet.name);
  if (known && !*known) {
    if (auto added = add(store, outlet, now); !added) return std::unexpected(added.error());
    known = find(store, outlet.name);
  }
  if (!known) return std::unexpected(known.error());
  OutletState state = std::move(**known);
  state.kind = outlet_kinds[static_cast<std::size_t>(outlet.kind)];
  state.place = outlet.place();
  state.looked_at = now;
  if (auto kept = keep(store, state); !kept) return std::unexpected(kept.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return state;
}

Result<void> keep(store::Store& store, const OutletState& s) {
  const auto kept = store.database().run(
      "UPDATE outlet SET kind = ?, place = ?, verdict_told = ?, verdict_done = ?, verdict_until = "
      "?, "
      "case_told = ?, case_done = ?, case_until = ?, batch_ns = ?, tries = ?, next_try_ns = ?, "
      "failing_since_ns = ?, last_error = ?, last_success_ns = ?, looked_ns = ?, sent = ?, "
      "failed = ?, dropped = ? WHERE name = ?",
      s.kind, s.place, s.verdicts.told, s.verdicts.done, s.verdicts.until, s.cases.told,
      s.cases.done, s.cases.until, store::ns(s.batch_at), s.tries, store::ns(s.next_try),
      ns_of(s.failing_since), store::cut(s.last_error, limits::store_name_octets_max),
      ns_of(s.last_success), store::ns(s.looked_at), s.sent, s.failed, s.dropped, s.name);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

Result<std::vector<OutletState>> outlet_states(store::Store& store) {
  return store::rows_of<OutletState>(
      store.database().query(fmt::format(
          "SELECT {}, (SELECT count(*) FROM (SELECT 1 FROM verdict_change WHERE id > "
          "verdict_told LIMIT {})) + (SELECT count(*) FROM (SELECT 1 FROM case_log WHERE "
          "log_id > case_told LIMIT {})) FROM outlet ORDER BY name LIMIT 1000",
          columns, pending_max, pending_max)),
      [](const store::Query& row) {
        OutletState state = state_of(row);
        state.pending = row.integer(19);
        return state;
      });
}

Result<bool> forget(store::Store& store, std::string_view name) {
  const auto gone = store.database().run("DELETE FROM outlet WHERE name = ?", name);
  if (!gone) return std::unexpected(gone.error());
  return *gone > 0;
}

Result<std::string> store_mark(store::Store& store, std::string_view random_hex) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto known = store::setting(store, mark_key);
  if (!known) return std::unexpected(known.error());
  if (*known) return **known;
  if (auto set = store::set_setting(store, mark_key, random_hex); !set)
    return std::unexpected(set.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return std::string{random_hex};
}

}  // namespace davy::relay
