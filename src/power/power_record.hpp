// What one meter (account, feeder, PDU, node) drew: its mean power in every hour.
//
// Units:   kW; hours and days are counted since 1970 in the meter's local time, because people and tariffs live in it.
// Shape:   a gap is NaN, never 0 and never a guess; what was left out and why stands in `quality`.
// Threads: a value.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace davy::power {

using Hour = std::int32_t;  // since 1970-01-01T00, local
using Day = std::int32_t;   // since 1970-01-01, local

inline constexpr float gap = std::numeric_limits<float>::quiet_NaN();
inline bool is_gap(float kw) { return std::isnan(kw); }

// Why a reading, or an hour, is not in the series. Each is counted and shown; nothing is repaired.
enum class Flaw : std::uint8_t {
  unreadable_time,
  unreadable_value,
  negative,            // fed into the grid, or wired the wrong way round
  sentinel,            // a value by which a sensor says that it has none
  duplicate,           // the same time and value again
  contradiction,       // the same time with another value: two meters under one name?
  out_of_order,        // earlier than the one before: a clock was set back, or files overlap; kept
  register_reset,      // an energy register that fell
  local_time_skipped,  // a local time that daylight saving skips
  zero,                // zero hours of a meter that never comes near zero
  stuck,               // a day and more of the very same value
  spike,               // far above what the meter ever shows: energy of a gap read at once
  outside_bounds,      // older than what is kept of each meter, or a lone time far from all others
  incomplete_hour,     // an hour of which less than half was measured
  too_coarse,          // a reading over more than an hour: it does not say when in it
  impossible,          // more than any meter measures
  count_,
};
inline constexpr std::size_t flaw_kinds = static_cast<std::size_t>(Flaw::count_);
std::string_view name(Flaw flaw);  // "register_reset"

struct Quality {
  std::array<std::uint64_t, flaw_kinds> flaws{};
  std::uint64_t readings = 0;

  void add(Flaw flaw, std::uint64_t times = 1) { flaws[static_cast<std::size_t>(flaw)] += times; }
  std::uint64_t operator[](Flaw flaw) const { return flaws[static_cast<std::size_t>(flaw)]; }
  void add(const Quality& other);
};

struct PowerRecord {
  std::string meter = {};
  Hour first_hour = 0;
  std::vector<float> kw = {};  // one an hour from first_hour on
  Quality quality = {};

  Hour end_hour() const { return first_hour + static_cast<Hour>(kw.size()); }
  float at(Hour hour) const {
    return hour < first_hour || hour >= end_hour()
               ? gap
               : kw[static_cast<std::size_t>(hour - first_hour)];
  }
};

}  // namespace davy::power
