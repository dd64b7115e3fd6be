#include "signal/power/load_range.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace davy::signal {
namespace {

constexpr std::size_t hours_min = 3;
constexpr std::size_t ceiling_hours_min = 24;
constexpr std::size_t peers_min = 3;
constexpr double low_quantile = 0.02;
constexpr double high_quantile = 0.98;
// A meter that shows both states: its highest hours are half as much again as its lowest.
constexpr float wide_ratio = 1.5F;
constexpr std::size_t wide_one_in = 10;
// Of meters: the upper ones are full, a few wild ones are not asked.
constexpr double full_quantile = 0.9;
constexpr double idle_quantile = 0.1;
// The least difference between full and idle that says that both were seen.
constexpr float range_ratio_min = 1.3F;
constexpr float idle_part = 0.25F;
constexpr double saturated_min = 0.05;
constexpr double saturated_max = 0.9;  // else the rest is too little to vary
constexpr std::size_t distinct_min = 10;
constexpr float varying_share = 0.8F;

struct MeterRange {
  float low = 0;
  float middle = 0;
  float high = 0;
  bool is_wide() const { return high >= wide_ratio * low && high > 0; }
};

std::vector<float> sorted_hours(const power::PowerRecord& record) {
  std::vector<float> hours;
  hours.reserve(record.kw.size());
  std::ranges::copy_if(record.kw, std::back_inserter(hours),
                       [](float kw) { return std::isfinite(kw); });
  std::ranges::sort(hours);
  return hours;
}

float sorted_quantile(const std::vector<float>& sorted, double q) {
  return sorted[static_cast<std::size_t>(std::lround(q * static_cast<double>(sorted.size() - 1)))];
}

float quantile_of(const std::vector<MeterRange>& meters, float MeterRange::* what, double q) {
  std::vector<float> values;
  values.reserve(meters.size());
  for (const MeterRange& meter : meters) values.push_back(meter.*what);
  std::ranges::sort(values);
  return sorted_quantile(values, q);
}

double ceiling_share(const std::vector<float>& sorted) {
  if (sorted.size() < ceiling_hours_min || sorted.back() <= 0) return 0;
  const auto ceiling = std::ranges::lower_bound(sorted, sorted.back());
  const auto below = static_cast<std::size_t>(ceiling - sorted.begin());
  const double share =
      static_cast<double>(sorted.size() - below) / static_cast<double>(sorted.size());
  if (share < saturated_min || share > saturated_max) return 0;
  // A coarse last digit shows its highest step as often: there the rest has few values, or lies close below.
  std::size_t distinct = 1;
  for (std::size_t i = 1; i < below; ++i) distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
  const std::size_t asked = std::min(distinct_min, below / 2);
  if (distinct < std::max<std::size_t>(3, asked)) return 0;
  return sorted[below / 4] <= varying_share * sorted.back() ? share : 0;
}

std::optional<LoadRange> range_of(const std::vector<MeterRange>& meters) {
  if (meters.size() < peers_min) return std::nullopt;
  std::vector<MeterRange> wide;
  std::ranges::copy_if(meters, std::back_inserter(wide), &MeterRange::is_wide);
  LoadRange range{.peers = meters.size()};
  if (wide.size() >= std::max(peers_min, meters.size() / wide_one_in)) {
    range.idle_kw = quantile_of(wide, &MeterRange::low, 0.5);
    range.full_kw = quantile_of(wide, &MeterRange::high, full_quantile);
  } else {
    range.idle_kw = quantile_of(meters, &MeterRange::middle, idle_quantile);
    range.full_kw = quantile_of(meters, &MeterRange::middle, full_quantile);
  }
  if (!(range.full_kw > range_ratio_min * range.idle_kw)) return std::nullopt;
  return range;
}

}  // namespace

std::optional<LoadRange> load_range(std::span<const power::PowerRecord* const> peers) {
  std::vector<MeterRange> meters;
  double at_ceiling = 0;
  double all = 0;
  for (const power::PowerRecord* peer : peers) {
    if (peer == nullptr) continue;
    const std::vector<float> hours = sorted_hours(*peer);
    // A meter of nothing is none of a machine that idles.
    if (hours.size() < hours_min || hours.back() <= 0) continue;
    meters.push_back({sorted_quantile(hours, low_quantile), sorted_quantile(hours, 0.5),
                      sorted_quantile(hours, high_quantile)});
    at_ceiling += ceiling_share(hours) * static_cast<double>(hours.size());
    all += static_cast<double>(hours.size());
  }
  std::optional<LoadRange> range = range_of(meters);
  if (range) range->saturated_share = at_ceiling / all;
  return range;
}

double saturated_share(const power::PowerRecord& record) {
  return ceiling_share(sorted_hours(record));
}

bool is_idle(float mean_kw, const LoadRange& range) {
  return mean_kw < range.idle_kw + idle_part * (range.full_kw - range.idle_kw);
}
bool is_idle(const Flatness& flatness, const LoadRange& range) {
  return is_idle(flatness.mean_kw, range);
}

}  // namespace davy::signal
