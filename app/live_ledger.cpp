#include "app/live_ledger.hpp"

#include <algorithm>

namespace davy::app {

store::CoverageCell LiveLedger::cell(std::int64_t hour, Timestamp from, Timestamp to,
                                     bool awake) const {
  store::CoverageCell cell;
  cell.sensor = sensor_;
  cell.hour = hour;
  cell.alive_s = awake ? seconds(to - from) : 0;
  cell.pack_version = pack_version_;
  cell.blind_bits = blind_;
  cell.first_seen = from;
  cell.last_seen = to;
  return cell;
}

std::vector<store::CoverageCell> LiveLedger::note(Timestamp now, bool awake,
                                                  const LiveCounts& counts,
                                                  std::optional<Duration> clock_offset) {
  std::vector<store::CoverageCell> cells;
  // Somebody set the clock far: what lies between was not watched.
  constexpr Duration jump = std::chrono::minutes{5};
  const bool is_sound = now >= noted_at_ && now - noted_at_ <= jump;
  const Timestamp from = is_sound ? noted_at_ : now;
  for (std::int64_t hour = store::hour_of(from); hour <= store::hour_of(now); ++hour)
    cells.push_back(cell(hour, std::max(from, store::start_of_hour(hour)),
                         std::min(now, store::start_of_hour(hour + 1)), awake));
  store::CoverageCell& last = cells.back();
  last.packets = counts.packets - counted_.packets;
  last.octets = counts.octets - counted_.octets;
  last.flows = counts.flows - counted_.flows;
  last.malformed = counts.malformed - counted_.malformed;
  last.dropped_kernel = counts.dropped_kernel - counted_.dropped_kernel;
  last.dropped_davy = counts.left_out - counted_.left_out;
  last.exporter_gaps = counts.exporter_gaps - counted_.exporter_gaps;
  if (clock_offset) last.clock_offset_ns = clock_offset->count();
  noted_at_ = now;
  counted_ = counts;
  return cells;
}

}  // namespace davy::app
