// A session through the code that a capture goes through, so that what is measured is what the detector would say.
//
// Shape:   as the flow table: a rhythm begins flow::rhythm_from into the flow and is forgotten once it is too fast.
// Threads: pure; `judge` is asked at each checkpoint.
#pragma once

#include "flow/flow_record.hpp"
#include "flow/rhythm_record.hpp"
#include "lab/sessions/session.hpp"

namespace davy::lab {

// The moment that sessions begin at; any whole number of hours would do.
inline constexpr Timestamp session_start{std::chrono::hours{480'000}};
// A session's seconds as a moment.
Timestamp moment(double session_s);

// A flow of this session, client first. It has a rhythm where a checkpoint was judged.
flow::FlowRecord played(const Messages& messages, const flow::RhythmJudge& judge,
                        bool opening_seen = true);
// The same, judged by the model that is shipped.
flow::FlowRecord record_of(const Messages& messages);

}  // namespace davy::lab
