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

// Below this a conversation holds only words that others use too, and says nothing.
inline constexpr double conversation_nats_min = 6;

std::vector<Signal> mining_conversation(const flow::FlowRecord& record);

}  // namespace davy::signal
