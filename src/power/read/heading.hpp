// What a column holds, by its heading: English and Chinese, with units in or behind it.
//
// Shape:   a heading of nothing but words for quantities and units is a value of whatever meter the row is of; one with other
//          words in it, such as "b12" or "Library power (kW)", is a meter's own column.
// Threads: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "power/read/unit.hpp"

namespace davy::power {

enum class Role : std::uint8_t {
  own_meter,  // the heading names a meter
  time,       // date and time, or a date whose clock stands in another column
  time_end,   // of the end of the interval
  clock,      // a time of day
  meter,      // which meter the row is of
  sensor,     // which part of it
  value,
  unit,        // of the row's values
  multiplier,  // of a transformer: what a register's difference is multiplied by
  slot,        // a time of day: one row holds a day
  ignored,
};

struct Heading {
  Role role = Role::own_meter;
  std::string text;  // as written, UTF-8, without blanks around it
  std::optional<Quantity> quantity;
  std::optional<Unit> unit;
  bool is_utc = false;
  int slot_min = -1;  // minutes of the day; for "1", "h1", "p96": the number, times slot_counts
  bool slot_counts = false;
};

Heading understand_heading(std::string_view text);
// P1 to P96, as in the curves of power of China's grid companies. P1 to P48 are half hours of Britain's, with energy.
bool is_of_power_curve(const Heading& heading, int slots);

}  // namespace davy::power
