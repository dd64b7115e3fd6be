#include "workbench/energy/network_index.hpp"

#include <algorithm>
#include <optional>

namespace davy::energy {
namespace {

constexpr std::chrono::days threshold_mean{14};
constexpr std::chrono::days power_mean{7};
constexpr double joules_per_kwh = 3.6e6;
constexpr double seconds_a_day = 86'400;

// Joules for 10^9 hashes at which mining costs what it earns.
double threshold(const NetworkDay& day, double price_usd_per_kwh) {
  const double gh_a_day = day.hash_rate_th_s * 1e3 * seconds_a_day;
  return day.revenue_usd / gh_a_day / (price_usd_per_kwh / joules_per_kwh);
}

// Means over the last `length` of a series with holes, day after day.
template <typename Value>
class TrailingMean {
 public:
  explicit TrailingMean(std::chrono::days length) : length_(length) {}
  Value add(Day day, const Value& value) {
    kept_.push_back({day, value});
    std::erase_if(kept_, [&](const auto& old) { return old.first + length_ <= day; });
    Value sum{};
    for (const auto& [when, one] : kept_) sum = sum + one;
    return sum * (1.0 / static_cast<double>(kept_.size()));
  }

 private:
  std::chrono::days length_;
  std::vector<std::pair<Day, Value>> kept_;
};

struct Paying {
  Interval j_per_gh;
  std::size_t devices = 0;
};

Paying paying(std::span<const Device> list, Generation generation, Day day, double threshold) {
  Paying out;
  double weights = 0, sum = 0;
  for (const Device& device : list) {
    const double w = weight(device, generation, day);
    if (w <= 0 || device.j_per_gh >= threshold) continue;
    Interval& e = out.j_per_gh;
    e.lower = out.devices == 0 ? device.j_per_gh : std::min(e.lower, device.j_per_gh);
    e.upper = std::max(e.upper, device.j_per_gh);
    sum += w * device.j_per_gh;
    weights += w;
    ++out.devices;
  }
  if (weights > 0) out.j_per_gh.best = sum / weights;
  return out;
}

// J/GH × TH/s is kW.
Interval twh_per_year(const Interval& j_per_gh, double hash_rate_th_s, const Interval& pue) {
  const double per_j = hash_rate_th_s * hours_a_year / 1e9;
  return {j_per_gh.lower * per_j * pue.lower, j_per_gh.best * per_j * pue.best,
          j_per_gh.upper * per_j * pue.upper};
}

}  // namespace

std::vector<IndexDay> compute_index(std::span<const NetworkDay> days, Generation generation,
                                    const IndexSettings& settings, std::span<const Device> list) {
  std::vector<IndexDay> out;
  TrailingMean<double> thresholds(threshold_mean);
  TrailingMean<Interval> powers(power_mean);
  std::optional<Interval> last;
  for (const NetworkDay& day : days) {
    IndexDay index;
    index.day = day.day;
    index.threshold_j_per_gh = thresholds.add(day.day, threshold(day, settings.price_usd_per_kwh));
    const Paying who = paying(list, generation, day.day, index.threshold_j_per_gh);
    index.devices = who.devices;
    index.j_per_gh = who.j_per_gh;
    index.carried = who.devices == 0;
    if (index.carried && !last) continue;
    last = index.carried ? *last : twh_per_year(who.j_per_gh, day.hash_rate_th_s, settings.pue);
    index.twh_per_year = powers.add(day.day, *last);
    index.warming_up =
        day.day - days.front().day < threshold_mean + power_mean - std::chrono::days{1};
    out.push_back(index);
  }
  return out;
}

}  // namespace davy::energy
