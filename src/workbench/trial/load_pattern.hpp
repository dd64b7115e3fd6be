// Loads to put into a meter's history, to see whether they would have been found.
//
// Units:   shares of the power while on; hours since the onset and of the day.
// Shape:   a machine that mines runs at nearly one power, is down for an hour now and then (2 %), and varies by 1.5 %.
//          Deterministic: the same seed, meter and hour give the same load.
// Threads: pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "power/power_record.hpp"

namespace davy::trial {

enum class Pattern : std::uint8_t {
  constant,
  night_only,       // 20 to 6 h
  half_duty,        // half of every hour
  ramp,             // 30 days to full size
  price_following,  // off from 16 to 20 h, and on 15 % of days also from 6 to 12 h
};
inline constexpr std::array all_patterns{Pattern::constant, Pattern::night_only, Pattern::half_duty,
                                         Pattern::ramp, Pattern::price_following};
std::string_view name(Pattern pattern);

// Of its power, what an hour that is on shows: half, where it runs half of every hour.
float hourly_share(Pattern pattern);
// Of hourly_share(): what this hour has. 0 before the onset.
float load_share(Pattern pattern, power::Hour hour, power::Hour onset, std::uint64_t seed);

// 64 bits that look random, of anything.
std::uint64_t mixed(std::uint64_t value);

}  // namespace davy::trial
