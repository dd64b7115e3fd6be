#include "signal/power/surroundings.hpp"

#include <algorithm>

namespace davy::signal {
namespace {

constexpr int hours_needed = 12;
// Where buildings begin to heat and to cool: the usual bases of degree days in Europe and China lie within two degrees of these.
constexpr float heating_below_c = 15;
constexpr float cooling_above_c = 20;

}  // namespace

DegreeDay degree_day(const power::PowerRecord& temperature_c, power::Day day) {
  float sum = 0;
  int known = 0;
  for (power::Hour hour = day * 24; hour < (day + 1) * 24; ++hour) {
    const float degrees = temperature_c.at(hour);
    if (power::is_gap(degrees)) continue;
    sum += degrees;
    ++known;
  }
  if (known < hours_needed) return {};
  const float mean = sum / static_cast<float>(known);
  return {std::max(0.0F, heating_below_c - mean), std::max(0.0F, mean - cooling_above_c)};
}

}  // namespace davy::signal
