// Accounts that grew where hidden_loads cannot see it: their history is too short for it, or the growth too slow.
//
// Units:   kW and kWh; days are local.
// Shape:   sudden_growth is for histories of 42 to 149 days: the days fall best into before and after at one place, the days after
//          are at least twice those before, also less what other accounts did meanwhile, and every week since lies above
//          what was usual before. Without a year of readings no season is known, so only doublings count.
//          yearly_growth holds the last 28 days against the same 28 days a year before (364 days: weekdays agree), by night, at the
//          base and over the whole day alike, relative to the year's mean and less what other accounts did. It needs 13 months.
//          Where the month before can be compared too, the growth must have been half there: what came in the last
//          weeks is for hidden_loads. A rise is taken as linear: half of it counts as energy, which is all of it since
//          half of it was there.
// Threads: uses `threads` of its own; the result does not depend on them.
// Source:  sudden growth of users: Wuhai (2022-04). That a doubling counts was set beforehand; the limit of yearly growth
//          was fitted on the 59 university buildings on which it is measured (lab/power/evaluate_accounts.cpp).
#pragma once

#include <span>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/account_finding.hpp"

namespace davy::signal {

// Patterns "grown" and "grown_over_a_year". Both look at the end of the record only.
std::vector<AccountFinding> sudden_growth(std::span<const power::PowerRecord> records,
                                          unsigned threads);
std::vector<AccountFinding> yearly_growth(std::span<const power::PowerRecord> records,
                                          unsigned threads);

}  // namespace davy::signal
