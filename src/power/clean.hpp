// Hours that a meter cannot have measured become gaps, each counted by its reason.
//
// Shape:   only what the meter itself contradicts: zeros between loads that never come near zero, a day and more of one very
//          value, values far above all others. A load that is switched off, or that is very even, stays.
// Threads: pure.
// Source:  what such hours look like in real estates: two years of 63 university buildings, node power of an HPC cluster.
#pragma once

#include "power/power_record.hpp"

namespace davy::power {

void clean(PowerRecord& record);

}  // namespace davy::power
