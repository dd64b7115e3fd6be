#include "workbench/trial/load_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace davy::trial {
namespace {

constexpr double down_share = 0.02;
constexpr double variation = 0.015;
constexpr double ramp_hours = 30 * 24;
constexpr double dear_day_share = 0.15;

double uniform(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

double schedule(Pattern pattern, power::Hour hour, power::Hour onset, std::uint64_t seed) {
  const int of_day = (hour % 24 + 24) % 24;
  switch (pattern) {
    case Pattern::constant:
      return 1;
    case Pattern::night_only:
      return of_day >= 20 || of_day < 6 ? 1 : 0;
    case Pattern::half_duty:
      return 1;
    case Pattern::ramp:
      return std::min(1.0, (hour - onset) / ramp_hours);
    case Pattern::price_following: {
      if (of_day >= 16 && of_day < 20) return 0;
      const auto day = static_cast<std::uint64_t>(hour - of_day);
      const bool dear = uniform(mixed(seed ^ day * 31)) < dear_day_share;
      return dear && of_day >= 6 && of_day < 12 ? 0 : 1;
    }
  }
  return 0;
}

}  // namespace

std::uint64_t mixed(std::uint64_t value) {  // SplitMix64 (Steele, Lea and Flood 2014)
  value += 0x9E3779B97F4A7C15;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
  value = (value ^ value >> 27) * 0x94D049BB133111EB;
  return value ^ value >> 31;
}

std::string_view name(Pattern pattern) {
  static constexpr std::array<std::string_view, all_patterns.size()> names{
      "constant", "night only", "half duty", "ramp of 30 days", "following a price"};
  return names[static_cast<std::size_t>(pattern)];
}

float hourly_share(Pattern pattern) { return pattern == Pattern::half_duty ? 0.5F : 1; }

float load_share(Pattern pattern, power::Hour hour, power::Hour onset, std::uint64_t seed) {
  if (hour < onset) return 0;
  const std::uint64_t bits = mixed(seed + static_cast<std::uint64_t>(hour));
  if (uniform(bits) < down_share) return 0;
  const double angle = 2 * std::numbers::pi * uniform(mixed(bits));
  const double normal = std::sqrt(-2 * std::log(1 - uniform(mixed(bits + 1)))) * std::cos(angle);
  return static_cast<float>(schedule(pattern, hour, onset, seed) * (1 + variation * normal));
}

}  // namespace davy::trial
