// The flows that davy probe made itself, taken out of what is to be judged: related_flow of class own-probe.
//
// Shape:   known by a log of probes, or by the name that it gives on the wire. The order of the others stays.
// Threads: pure.
#pragma once

#include <string>
#include <vector>

#include "flow/flow_record.hpp"
#include "probe/own_probes.hpp"
#include "workbench/report/findings.hpp"

namespace davy::app {

std::vector<report::JudgedFlow> take_own_probes(std::vector<flow::FlowRecord>& records,
                                                const probe::OwnProbes& logged,
                                                const std::string& input);

}  // namespace davy::app
