// What sudden and yearly growth have in common: days and their spread, other accounts as witnesses, a size with its interval.
//
// Units:   kW, a value a day; gaps are left out.
// Threads: pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "signal/power/account_finding.hpp"

namespace davy::signal {

inline constexpr float growth_kw_min = 1;            // less than one machine
inline constexpr std::size_t growth_others_min = 3;  // fewer tell no season

using Days = std::span<const float>;
std::size_t known_days(Days days);
// A gap where more than half are missing.
float median_of_most(Days days);
// 1.4826 × median absolute deviation.
float deviation_of(Days days);
// Of the median of these days; those of one week resemble each other.
float variance_of_median(Days days);

// Of a large estate some, evenly over its accounts.
std::vector<std::size_t> growth_witnesses(std::size_t accounts);

// kw with 90 %, and kwh from `since` on.
void set_size(AccountFinding& finding, float kw, float deviation, power::Hour since);

}  // namespace davy::signal
