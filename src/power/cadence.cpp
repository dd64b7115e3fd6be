#include "power/cadence.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace davy::power {
namespace {

constexpr int hour_min = 60;
constexpr std::size_t agreeing_gaps = 3;
constexpr std::size_t agreeing_coarse_gaps = 12;  // every second hour may be missing for a while
constexpr std::size_t first_gaps = 256;           // enough to know a meter's interval from

bool is_usual(int gap) { return gap >= 1 && gap <= hour_min && hour_min % gap == 0; }

// Clocks that are read a little early or late: 4 or 6 minutes where 5 are meant.
bool is_near(int gap, int interval) {
  const int tolerance = interval < 4 ? 0 : std::max(1, interval / 10);
  return std::abs(gap - interval) <= tolerance;
}

class Cadence {
 public:
  Cadence(std::span<const LocalMinute> times, int told_min) : times_(times) {
    interval_ = told_min > 0 && told_min <= hour_min ? told_min : commonest();
  }

  int duration(std::size_t i) {
    const int g = gap(i);
    if (g == 0) return interval_;
    if (is_near(g, interval_)) return g;
    if (agree(i, g)) interval_ = g <= hour_min + hour_min / 10 ? std::min(g, hour_min) : 0;
    return interval_ == 0 ? 0 : std::min(g, interval_);
  }

 private:
  // To the next reading; 0 behind the last.
  int gap(std::size_t i) const { return i + 1 < times_.size() ? times_[i + 1] - times_[i] : 0; }

  bool agree(std::size_t i, int g) const {
    if (!is_usual(g) && g <= hour_min) return false;
    const std::size_t gaps = g > hour_min ? agreeing_coarse_gaps : agreeing_gaps;
    for (std::size_t k = 1; k < gaps; ++k)
      if (gap(i + k) == 0 || !is_near(gap(i + k), g)) return false;
    return true;
  }

  // 0 where no gap is a usual one.
  int commonest() const {
    std::array<std::size_t, hour_min + 1> seen{};
    const std::size_t gaps = std::min(first_gaps, times_.size());
    for (std::size_t i = 0; i < gaps; ++i)
      if (gap(i) > 0 && gap(i) <= hour_min) ++seen[static_cast<std::size_t>(gap(i))];
    std::size_t best = 0;  // nothing is seen of 0
    for (std::size_t g = 1; g <= hour_min; ++g)
      if (is_usual(static_cast<int>(g)) && seen[g] > seen[best]) best = g;
    return static_cast<int>(best);
  }

  std::span<const LocalMinute> times_;
  int interval_ = 0;
};

}  // namespace

std::vector<std::uint8_t> durations_min(std::span<const LocalMinute> times, int told_min) {
  std::vector<std::uint8_t> durations(times.size());
  Cadence cadence(times, told_min);
  for (std::size_t i = 0; i < times.size(); ++i)
    durations[i] = static_cast<std::uint8_t>(std::clamp(cadence.duration(i), 0, hour_min));
  return durations;
}

}  // namespace davy::power
