// Detector: davy probe's own question, by what it calls itself. It asks for whatever a miner would, and is none.
//
// Shape:   agent "davy-probe/<version>" or the login that belongs to no account (base/own_name.hpp), and nothing that the
//          prober never does: it submits no share, reports no hash rate, and is gone within `lasts_max`. A miner that takes
//          our name has to do without shares, so without earnings. What could not all be read is not cleared.
//          Questions inside TLS, and Stratum V2's key exchange, say no name: probe/own_probes.hpp knows those from the log.
// Units:   nats.
// Threads: pure.
#pragma once

#include <optional>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

std::optional<Signal> own_probe_by_name(const flow::FlowRecord& record);
// What is said of a flow that a log of probes names.
Signal own_probe_by_log(const flow::FlowRecord& record);

}  // namespace davy::signal
