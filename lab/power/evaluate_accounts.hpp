// How well accounts are found that are more even than others of their class, or that grew: printed from real meters.
//
// Threads: of its own, as many as the machine has.
#pragma once

#include <vector>

#include "power/power_record.hpp"

namespace davy {

void evaluate_peers(const std::vector<power::PowerRecord>& estate);
void evaluate_sudden_growth(const std::vector<power::PowerRecord>& estate);
void evaluate_yearly_growth(const std::vector<power::PowerRecord>& estate);

}  // namespace davy
