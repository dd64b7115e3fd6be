// How long each reading of a meter lasts, from the times of all its readings.
//
// Units:   minutes, of time and of duration.
// Shape:   a reading lasts until the next where that is the meter's own interval. The interval changes where three gaps in a
//          row agree on another usual one (a divisor of the hour); a single longer gap is missing data, and the reading
//          before it lasts no longer than usual. 0: nobody can say, or for more than an hour.
// Threads: pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace davy::power {

using LocalMinute = std::int32_t;  // since 1970

// `times` ascend. `told_min`: an interval that the file itself names; 0 where it names none.
std::vector<std::uint8_t> durations_min(std::span<const LocalMinute> times, int told_min);

}  // namespace davy::power
