#include "workbench/store/input_hours.hpp"

#include <algorithm>
#include <cmath>

#include "workbench/report/finding_text.hpp"

namespace davy::store {
namespace {

double real_seconds(Timestamp t) { return static_cast<double>(ns(t)) / 1e9; }

// The part of a sum that lies before a share of the time.
std::uint64_t part(std::uint64_t sum, double share) {
  if (share >= 1) return sum;
  return std::min(sum, static_cast<std::uint64_t>(static_cast<double>(sum) * share));
}

// A sum's part between two shares.
struct Share {
  double begin = 0;
  double end = 1;
  std::uint64_t operator()(std::uint64_t sum) const {
    const std::uint64_t before = part(sum, begin);
    return std::max(part(sum, end), before) - before;
  }
};

std::uint32_t blind_bits(const report::Coverage& coverage) {
  std::uint32_t bits = 0;
  for (const report::Blindness blindness : coverage.blind)
    bits |= 1u << static_cast<unsigned>(blindness);
  return bits;
}

CoverageCell cell_of(const report::Coverage& coverage, const Share& share) {
  return {.packets = share(coverage.packets),
          .octets = share(coverage.octets),
          .flows = share(coverage.flows),
          .malformed = share(coverage.malformed.total()),
          .dropped_davy = share(report::dropped(coverage)),
          .exporter_gaps = share(coverage.malformed[Malformed::export_sequence])};
}

}  // namespace

InputHours input_hours(const report::Coverage& coverage, std::string_view sensor,
                       std::string_view pack_version) {
  InputHours hours;
  if (!coverage.first_seen || !coverage.last_seen) return hours;
  const Timestamp first = *coverage.first_seen;
  const Timestamp last = std::max(first, *coverage.last_seen);
  const double length_s = real_seconds(last) - real_seconds(first);
  const auto share_at = [&](Timestamp t) {
    return length_s > 0 ? std::clamp((real_seconds(t) - real_seconds(first)) / length_s, 0.0, 1.0)
                        : 1.0;
  };
  const std::int64_t most = static_cast<std::int64_t>(limits::store_coverage_hours_max);
  const std::int64_t begin = std::max(hour_of(first), hour_of(last) - most + 1);
  hours.left_out = static_cast<std::uint64_t>(begin - hour_of(first));
  for (std::int64_t hour = begin; hour <= hour_of(last); ++hour) {
    const Timestamp from = std::max(first, start_of_hour(hour));
    const Timestamp to = std::min(last, start_of_hour(hour + 1));
    const bool is_last = hour == hour_of(last);
    CoverageCell cell = cell_of(
        coverage, {hour == hour_of(first) ? 0 : share_at(from), is_last ? 1 : share_at(to)});
    cell.sensor = sensor;
    cell.hour = hour;
    cell.alive_s = seconds(to - from);
    cell.pack_version = pack_version;
    cell.blind_bits = blind_bits(coverage);
    cell.first_seen = from;
    cell.last_seen = to;
    hours.cells.push_back(std::move(cell));
  }
  return hours;
}

}  // namespace davy::store
