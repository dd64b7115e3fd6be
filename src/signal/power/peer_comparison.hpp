// Which accounts draw far more evenly than the others of their tariff class? A mine among shops, farms or homes does, also one
// that was there before the readings begin, where no step can be seen.
//
// Units:   windows of 28 days, the last four of the class; kW.
// Shape:   four figures of each account: how much its days vary, its base to its mean, night to day, and how far its months
//          drift. Each is held against the class without the account and without copies of it (median, and deviation with a
//          floor); the mean of the four must stand out, and the account must be even in itself, so that the least odd of a
//          class of very odd ones is not accused. A class of fewer than eight accounts is no class; accounts of unknown class
//          ("") and those that hardly draw anything are held against nobody. Where more than a quarter
//          of a class is even, nobody stands out.
// Threads: uses `threads` of its own; the result does not depend on them.
// Source:  features of State Grid Jiangsu (State Grid News, 2021-10-28) and of the comparison of users of one class in Wuhai
//          (2022-04). Figures and limits were chosen on 60 university buildings, all of them seen:
//          lab/power/evaluate_accounts.cpp shows odd and even ones apart, but neither is unseen.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/account_finding.hpp"

namespace davy::signal {

// `classes`: one of each record. The size is the base load since the account is as even as it is; what varies above it is not
// counted.
std::vector<AccountFinding> peer_comparison(std::span<const power::PowerRecord> records,
                                            std::span<const std::string_view> classes,
                                            unsigned threads);

}  // namespace davy::signal
