// Three phases' currents, day by day, and how each stands to the other two.
//
// Units:   amperes.
// Shape:   hours that all three have; a day of a phase is the median of its nights' hours, of its days' hours, and of all. A gap is NaN.
// Threads: pure.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "power/power_record.hpp"

namespace davy::signal {

inline constexpr std::size_t phases = 3;
enum DayView : std::uint8_t { by_night, by_day, all_day };
using PhaseSeries = std::vector<float>;  // a value a day

struct PhaseDays {
  power::Day first = 0;
  int days = 0;
  std::array<std::array<PhaseSeries, 3>, phases> amperes = {};    // phase, view
  std::array<std::array<PhaseSeries, 3>, phases> contrasts = {};  // less the mean of the other two
  std::array<power::PowerRecord, phases> hourly_contrasts = {};
  std::array<float, phases> mean_ampere = {};

  float mean_of_all() const { return (mean_ampere[0] + mean_ampere[1] + mean_ampere[2]) / 3; }
};
// Nothing where records are missing or share no hour, or where a phase never carries anything (a single-phase meter).
std::optional<PhaseDays> phase_days(const std::array<const power::PowerRecord*, phases>& currents);

// Of days [first, end), cut to what there is; NaN of fewer than `needed`.
float median_between(const PhaseSeries& days, int first, int end, std::size_t needed);

}  // namespace davy::signal
