// What a meter drew in each month: for holding its use against what was filed.
//
// Units:   kW; months are of the meter's local time, "2026-11".
// Shape:   oldest first; months without a measured hour are left out.
// Bounds:  the last months_max of a record.
// Threads: pure.
#pragma once

#include <string>
#include <vector>

#include "power/power_record.hpp"

namespace davy::power {

inline constexpr std::size_t months_max = 24;

struct MonthUse {
  std::string meter = {};
  std::string month = {};
  double mean_kw = 0;
  double peak_kw = 0;       // of its hours
  std::uint32_t hours = 0;  // that were measured
};

std::vector<MonthUse> month_uses(const PowerRecord& record);

}  // namespace davy::power
