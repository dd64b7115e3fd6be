#include "workbench/store/supports.hpp"

#include "workbench/store/rows.hpp"

namespace davy::store {

Result<void> put_supports(Database& database, std::int64_t subject_id,
                          std::span<const verdict::Support> supports) {
  const auto gone = database.run("DELETE FROM verdict_support WHERE subject_id = ?", subject_id);
  if (!gone) return std::unexpected(gone.error());
  for (const verdict::Support& one : supports) {
    const auto added = database.run(
        "INSERT INTO verdict_support (subject_id, independence_group, detector, basis,"
        " strength_nats, window_first_ns, window_last_ns) VALUES (?, ?, ?, ?, ?, ?, ?)",
        subject_id, one.group, one.detector, signal::name(one.basis), one.nats,
        ns(one.window_first), ns(one.window_last));
    if (!added) return std::unexpected(added.error());
  }
  return {};
}

Result<std::vector<StoredSupport>> supports_of(Store& store, std::int64_t subject_id) {
  return rows_of<StoredSupport>(
      store.database().query(
          "SELECT independence_group, detector, basis, strength_nats, window_first_ns,"
          " window_last_ns FROM verdict_support WHERE subject_id = ?"
          " ORDER BY independence_group, detector, basis LIMIT ?",
          subject_id, limits::store_page_rows_max),
      [](const Query& row) {
        return StoredSupport{
            .group = row.text(0),
            .detector = row.text(1),
            .basis = signal::basis_named(row.view(2)).value_or(signal::Basis::behaviour),
            .strength_nats = row.real(3),
            .window_first = timestamp_ns(row.integer(4)),
            .window_last = timestamp_ns(row.integer(5))};
      });
}

}  // namespace davy::store
