// A day of a meter in ten figures: what it drew in each three hours, its base, and its mean.
//
// Units:   kW; NaN where too much of it is missing.
// Shape:   eight blocks of three hours from midnight; the base is the second lowest hour (the lowest may be a fault).
//          Blocks, because a load that runs at night only, or follows a price, is not in the lowest hour of a day.
// Threads: pure.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "power/power_record.hpp"

namespace davy::signal {

inline constexpr std::size_t blocks_per_day = 8;
inline constexpr std::size_t hours_per_block = 24 / blocks_per_day;
inline constexpr std::size_t base_channel = 8;
inline constexpr std::size_t mean_channel = 9;
inline constexpr std::size_t channel_count = 10;

using DayFigures = std::array<float, channel_count>;
DayFigures day_figures(const power::PowerRecord& record, power::Day day);

struct DayChannels {
  power::Day first_day = 0;
  std::vector<DayFigures> days;

  power::Day end_day() const { return first_day + static_cast<power::Day>(days.size()); }
};
// Of the days from `first` to before `end`; days outside the record are gaps.
DayChannels day_channels(const power::PowerRecord& record, power::Day first, power::Day end);
power::Day first_day(const power::PowerRecord& record);
power::Day end_day(const power::PowerRecord& record);

}  // namespace davy::signal
