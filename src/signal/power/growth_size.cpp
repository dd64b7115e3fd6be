#include "signal/power/growth_size.hpp"

#include <algorithm>
#include <cmath>

#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr float deviations_90 = 1.645F;
constexpr float week = 7;
constexpr std::size_t witnesses_max = 200;

}  // namespace

std::size_t known_days(Days days) {
  return days.size() - static_cast<std::size_t>(std::ranges::count_if(days, power::is_gap));
}

float median_of_most(Days days) { return median_of(days, (days.size() + 1) / 2); }

float deviation_of(Days days) {
  const float middle = median_of(days, 1);
  std::vector<float> away;
  for (const float day : days) away.push_back(std::abs(day - middle));
  return deviations_per_mad * median_of(away, 1);
}

float variance_of_median(Days days) {
  const float deviation = deviation_of(days);
  return deviation * deviation * week / static_cast<float>(days.size());
}

std::vector<std::size_t> growth_witnesses(std::size_t accounts) {
  const std::size_t step = (accounts + witnesses_max - 1) / witnesses_max;
  std::vector<std::size_t> out;
  for (std::size_t m = 0; m < accounts; m += step) out.push_back(m);
  return out;
}

void set_size(AccountFinding& finding, float kw, float deviation, power::Hour since) {
  const float room = deviations_90 * deviation;
  finding.kw = {std::max(0.0F, kw - room), kw, kw + room};
  const auto hours = static_cast<float>(std::max(0, finding.last_seen - since));
  finding.kwh = {finding.kw.lower * hours, finding.kw.best * hours, finding.kw.upper * hours};
}

}  // namespace davy::signal
