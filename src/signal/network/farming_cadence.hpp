// Detector: storage farming by its clock: a Chia farmer tells its harvesters of a signage point 64 times in ten minutes.
//
// Units:   nats; seconds.
// Shape:   messages of one size, one way, every 9.375 s for 20 minutes and more. Ports and names are not looked at: the
//          connection is TLS both ways, which hides them. Independence group "shape": it is one reading of one flow's
//          rhythm. A timer of 9, 9.5 or 10 s must lie beyond the standard error of the middle gap.
// Threads: pure functions.
// Source:  chia-blockchain: harvester protocol and consensus constants (64 signage points a sub-slot of 600 s), read 2026-11.
#pragma once

#include <optional>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct Cadence {
  flow::Direction told = flow::Direction::reverse;  // the way of the signage points
  double gap_s = 0;                                 // mean of the regular gaps
  double error_s = 0;                               // its standard error
  double spread_s = 0;                              // standard deviation of one gap
  std::size_t gaps = 0;
  std::uint16_t octets = 0;  // of one message
};

// Nothing where it is not that of farming.
std::optional<Cadence> farming_cadence_of(const flow::FlowRecord& record);
std::optional<Signal> farming_cadence(const flow::FlowRecord& record);

}  // namespace davy::signal
