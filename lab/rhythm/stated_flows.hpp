// Simulated flows and what a detector states of them, through the detector's own code.
//
// Units:   natural-log likelihood ratios, before the cap of a signal.
// Shape:   flows of the kinds that models are trained on; those that the detector has no opinion on are left out.
// Threads: pure.
#pragma once

#include <cstdint>

#include "flow/rhythm_record.hpp"
#include "lab/rhythm/calibration.hpp"

namespace davy::lab {

// `count` mining and as many benign sessions are drawn.
std::vector<StatedFlow> stated_by_rhythm(const flow::RhythmJudge& judge, std::size_t count,
                                         std::uint64_t seed);
std::vector<StatedFlow> stated_by_intervals(std::size_t count, std::uint64_t seed);

}  // namespace davy::lab
