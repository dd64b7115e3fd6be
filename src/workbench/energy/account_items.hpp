// The first half of an account: what is added, for how long, and in which years. For account.cpp.
//
// Threads: pure functions.
#pragma once

#include <vector>

#include "workbench/energy/account.hpp"

namespace davy::energy {

// Each finding with its energy by year; those that are the same mining as a measured one are marked.
std::vector<AccountItem> account_items(std::vector<FoundMining> found,
                                       const AccountSettings& settings);

// The part of [from, to] that lies in [first, last], 0 to 1; all of it for a moment inside.
double share_inside(Timestamp from, Timestamp to, Timestamp first, Timestamp last);

// What would be free in the window asked for, or else when most ran together.
std::optional<PeakPower> peak_power(const std::vector<AccountItem>& items,
                                    const AccountSettings& settings);

}  // namespace davy::energy
