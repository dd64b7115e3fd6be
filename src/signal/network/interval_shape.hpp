// Mining by the shape of exported intervals: for sites that have flow records and no packets.
//
// Units:   strength_nats is a log-likelihood ratio, calibrated on simulated flows that the model was not trained on.
// Shape:   as rhythm.hpp, of which it is the poor relation: minutes in place of messages. The same independence group, so
//          the two are never added up; alone never more than `suspected`.
// Threads: pure functions.
#pragma once

#include <optional>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

// From here on the shape of a flow's intervals makes a suspect.
inline constexpr double interval_suspect_nats = 2;
inline constexpr double interval_nats_max = 5;

struct IntervalOpinion {
  double strength_nats = 0;
  flow::Direction client = flow::Direction::forward;
};
// Nothing where there is too little to tell (interval_features.hpp says when).
std::optional<IntervalOpinion> interval_opinion(const flow::FlowRecord& record);
std::optional<Signal> interval_shape(const flow::FlowRecord& record);

}  // namespace davy::signal
