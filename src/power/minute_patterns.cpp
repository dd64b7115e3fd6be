#include "power/minute_patterns.hpp"

#include <bit>

#include "base/limits.hpp"

namespace davy::power {
namespace {

constexpr int minutes_per_hour = 60;

Minutes even_pattern(int readings) {
  Minutes minutes = 0;
  for (int i = 0; i < readings; ++i) minutes |= Minutes{1} << i * minutes_per_hour / readings;
  return minutes;
}

}  // namespace

MinutePatterns::MinutePatterns() {
  for (int readings = 0; readings <= minutes_per_hour; ++readings) {
    const Minutes minutes = even_pattern(readings);
    numbers_.emplace(minutes, static_cast<std::uint16_t>(patterns_.size()));
    patterns_.push_back(minutes);
  }
}

std::uint16_t MinutePatterns::find(Minutes minutes) {
  auto found = numbers_.find(minutes);
  if (found == numbers_.end() && patterns_.size() < limits::meter_patterns_max) {
    found = numbers_.emplace(minutes, static_cast<std::uint16_t>(patterns_.size())).first;
    patterns_.push_back(minutes);
  } else if (found == numbers_.end()) {
    ++coarsened_;
    found = numbers_.find(even_pattern(std::popcount(minutes)));
  }
  recent_[slot(minutes)] = {minutes, found->second};
  return found->second;
}

}  // namespace davy::power
