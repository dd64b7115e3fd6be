// What was kept of one meter's hours becomes a mean for each hour.
//
// Units:   minutes of coverage; the mean in kW, or in the unit of the readings where they are no energy.
// Errors:  hours with less than 30 minutes are gaps: Flaw::incomplete_hour; readings that last longer than an hour, or nobody
//          knows how long: Flaw::too_coarse.
// Threads: pure.
#pragma once

#include <vector>

#include "power/hour_blocks.hpp"
#include "power/minute_patterns.hpp"
#include "power/power_record.hpp"

namespace davy::power {

// An hour of local time that daylight saving let happen again.
struct SecondPass {
  Hour hour = 0;
  Minutes minutes = 0;
  double sum = 0;
};

struct PointHours {
  const HourBlocks<float>& blocks;  // sums of readings; marks are numbers of patterns
  const MinutePatterns& patterns;
  const std::vector<SecondPass>& second_passes;
  bool is_energy = false;  // else the mean of readings
  int told_min = 0;        // an interval that was named with the readings
};
std::vector<float> hour_means(const PointHours& hours, Quality& quality);

struct RegisterHours {
  const HourBlocks<double>& blocks;  // the first reading of each hour; marks are its minute + 1
  const std::vector<SecondPass>& second_passes;
};
std::vector<float> hour_means(const RegisterHours& hours, Quality& quality);

}  // namespace davy::power
