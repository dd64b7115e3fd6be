// Detector: what was said in a flow. Reads the conversation's record and says how strongly it speaks for mining.
//
// Units:   nats.
// Shape:   at most one signal of mining and one of recognition a flow; independence group "content".
// Threads: pure functions.
#pragma once

#include <vector>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

// One message at least must be this strong by itself: a form that only mining has. Words that others use too (login, job,
// submit) do not become mining by being many.
inline constexpr double decisive_nats_min = 8;

std::vector<Signal> mining_conversation(const flow::FlowRecord& record);

}  // namespace davy::signal
