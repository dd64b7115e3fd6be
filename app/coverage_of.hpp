// What one input's coverage says, from what was counted while it was read.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/export_input.hpp"
#include "app/pipeline.hpp"
#include "workbench/report/findings.hpp"

namespace davy::app {

// `compared_not`: suspects for which the comparison with all others had no room.
report::Coverage coverage_of(const std::string& input, const CaptureOutcome& outcome,
                             std::uint64_t compared_not);
void add(report::Coverage& coverage, const ToldCounts& told);

// What is wrong with a file that was read as far as it goes; empty if nothing is.
std::string_view damage_of(const MalformedCounts& malformed);
// What is told of flows says less than their packets would.
std::vector<report::Blindness> blind_to(const SensorOutcome& sensor, std::uint32_t sampled_one_in);
// Each once, sorted, with '+' between.
std::string joined(std::vector<std::string> kinds);

}  // namespace davy::app
