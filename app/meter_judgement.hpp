// What the meters of a run show: detectors, the register, and one verdict on each load.
//
// Threads: `threads` of its own; the result does not depend on them.
#pragma once

#include <vector>

#include "app/meter_input.hpp"
#include "workbench/registry/filed_systems.hpp"
#include "workbench/report/findings.hpp"

namespace davy::app {

struct MeterJudgement {
  std::vector<report::JudgedLoad> loads;
  std::vector<report::JudgedLoad> related;
  std::uint64_t weeks_judged = 0;
  std::uint64_t meters_too_short = 0;
};

MeterJudgement judge_meters(MeterReadings readings, const MeterKnowledge& knowledge,
                            const registry::FiledSystems& systems, unsigned threads, bool quiet);

}  // namespace davy::app
