// An account around the day that it was closed on, and the floor that it fell to.
//
// Units:   kW; days count from the closing, which is day 0.
// Shape:   the floor's days are 3 to 16; fewer, where a low stretch of three days and more shows that the load came back within them.
//          The floor of each three-hour block is its own median of those days, moved to the told floor, if one is told.
// Threads: pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {

inline constexpr int days_before_closing = 28;
inline constexpr int floor_first = 3;  // machines are carried away for a day or two
inline constexpr int floor_end = 17;
inline constexpr std::size_t floor_known_min = 5;
inline constexpr std::size_t days_in_a_row = 3;

using DayValues = std::vector<float>;

struct ClosedAccount {
  DayChannels channels = {};
  power::Day closed_on = 0;
  int end = 0;  // days after the closing that the record has

  float at(std::size_t channel, int day) const;
  DayValues between(std::size_t channel, int first, int last) const;
  // The next known days from `day` on, before `last`.
  DayValues known_from(std::size_t channel, int day, std::size_t count, int last) const;
  std::size_t known(int first, int last) const;
};
ClosedAccount account_of(const power::PowerRecord& record, power::Day closed_on);

struct LoadFloor {
  float kw = 0;
  std::array<Spread, blocks_per_day> blocks = {};
  int first = 1;  // the first of its days
};
// The days that show it, of an account that drew `before` kW and should draw `told` (0: nothing told); none where it never fell.
std::vector<int> floor_days(const ClosedAccount& account, float before, float told);
LoadFloor floor_of(const ClosedAccount& account, const std::vector<int>& days,
                   std::optional<float> told);

Spread spread_of(const DayValues& values);

}  // namespace davy::signal
