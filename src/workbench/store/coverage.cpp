#include "workbench/store/coverage.hpp"

#include <algorithm>

namespace davy::store {
namespace {

constexpr std::string_view add_sql =
    "INSERT INTO coverage (sensor_id, hour, alive_s, packets, octets, flows, malformed,"
    " dropped_kernel, dropped_davy, exporter_gaps, clock_offset_ns, pack_id, first_seen_ns,"
    " last_seen_ns, blind) VALUES (?, ?, min(?, 3600.0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET alive_s = min(alive_s + excluded.alive_s, 3600.0),"
    " packets = min(packets + excluded.packets, 1 << 60),"
    " octets = min(octets + excluded.octets, 1 << 60),"
    " flows = min(flows + excluded.flows, 1 << 60),"
    " malformed = min(malformed + excluded.malformed, 1 << 60),"
    " dropped_kernel = min(dropped_kernel + excluded.dropped_kernel, 1 << 60),"
    " dropped_davy = min(dropped_davy + excluded.dropped_davy, 1 << 60),"
    " exporter_gaps = min(exporter_gaps + excluded.exporter_gaps, 1 << 60),"
    " clock_offset_ns = coalesce(excluded.clock_offset_ns, clock_offset_ns),"
    " pack_id = excluded.pack_id, first_seen_ns = min(first_seen_ns, excluded.first_seen_ns),"
    " last_seen_ns = max(last_seen_ns, excluded.last_seen_ns),"
    " blind = blind | excluded.blind";

// By the sensor's name, which is its order on the page; each sensor's hours are one stretch of the table.
constexpr std::string_view cells_sql =
    "SELECT s.name, c.hour, c.alive_s, c.packets, c.octets, c.flows, c.malformed, c.dropped_kernel,"
    " c.dropped_davy, c.exporter_gaps, c.clock_offset_ns, p.version, c.first_seen_ns,"
    " c.last_seen_ns, c.blind FROM sensor s CROSS JOIN coverage c ON c.sensor_id = s.id"
    " JOIN pack p ON p.id = c.pack_id"
    " WHERE s.name >= ?1 AND (?2 = '' OR s.name = ?2) AND c.hour >= ?3 AND c.hour < ?4"
    " AND (s.name, c.hour) > (?1, ?5) ORDER BY s.name, c.hour LIMIT ?6";

std::uint64_t bounded(std::uint64_t count) { return std::min(count, std::uint64_t{1} << 60); }

Result<void> add_cell(Store& store, const CoverageCell& cell) {
  const auto sensor = store.sensor(cell.sensor, cell.first_seen);
  if (!sensor) return std::unexpected(sensor.error());
  const auto pack = store.pack(cell.pack_version, cell.first_seen);
  if (!pack) return std::unexpected(pack.error());
  const auto done = store.database().run(
      add_sql, *sensor, cell.hour, std::max(cell.alive_s, 0.0), bounded(cell.packets),
      bounded(cell.octets), bounded(cell.flows), bounded(cell.malformed),
      bounded(cell.dropped_kernel), bounded(cell.dropped_davy), bounded(cell.exporter_gaps),
      cell.clock_offset_ns, *pack, ns(cell.first_seen), ns(cell.last_seen), cell.blind_bits);
  if (!done) return std::unexpected(done.error());
  return {};
}

CoverageCell read_cell(const Query& row) {
  CoverageCell cell{.sensor = row.text(0),
                    .hour = row.integer(1),
                    .alive_s = row.real(2),
                    .packets = row.count(3),
                    .octets = row.count(4),
                    .flows = row.count(5),
                    .malformed = row.count(6),
                    .dropped_kernel = row.count(7),
                    .dropped_davy = row.count(8),
                    .exporter_gaps = row.count(9),
                    .pack_version = row.text(11),
                    .blind_bits = static_cast<std::uint32_t>(row.integer(14)),
                    .first_seen = timestamp_ns(row.integer(12)),
                    .last_seen = timestamp_ns(row.integer(13))};
  if (!row.is_null(10)) cell.clock_offset_ns = row.integer(10);
  return cell;
}

}  // namespace

Result<void> add_coverage(Store& store, std::span<const CoverageCell> cells) {
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  for (const CoverageCell& cell : cells)
    if (auto failed = failure_of(add_cell(store, cell))) return std::unexpected(*failed);
  return transaction->commit();
}

Result<CoveragePage> coverage_cells(Store& store, const CoverageFilter& filter) {
  const std::size_t limit = page_rows(filter.limit, limits::store_cells_max);
  const CoveragePlace after = filter.after.value_or(CoveragePlace{"", INT64_MIN});
  auto found = store.database().query(cells_sql, after.sensor, filter.sensor, filter.from_hour,
                                      filter.to_hour, after.hour, limit + 1);
  if (!found) return std::unexpected(found.error());
  return read_page<CoveragePage>(*found, limit, read_cell, [](const CoverageCell& cell) {
    return CoveragePlace{cell.sensor, cell.hour};
  });
}

}  // namespace davy::store
