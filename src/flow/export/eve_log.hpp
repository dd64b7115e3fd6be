// Suricata's EVE log, one JSON event a line: flow, netflow, dns, tls, quic and http; the other kinds are counted.
//
// Units:   octets with the link header (OctetsOf::link), as Suricata counts them.
// Shape:   flow: both directions, forward = to the server as Suricata has it; client_known for TCP where that side's flags
//          hold a SYN. netflow: one direction. Where both kinds are on, the first that tells of a flow is taken and the other
//          kind left out (LogCounts::repeated_flows), by flow_id.
//          dns: a query is a lookup without address, an answer one lookup for each address that it holds, or one without.
//          Version 1 (one event an answer), 2 (all answers in one, detailed or grouped) and 3 (queries in an array); an
//          address found through an alias is told for the name that was asked.
// Errors:  Malformed::log_line: no JSON object, no event_type, ends, counts or times that are none.
// Bounds:  limits::log_list_items_max, limits::log_flow_ids_max, limits::host_names_per_flow_max.
// Threads: one owner.
// Source:  Suricata's manual, "EVE JSON Format" (4.1 to 8.0); output of Suricata 7.0.10.
#pragma once

#include <memory>

#include "flow/export/log_format.hpp"
#include "flow/export/log_output.hpp"

namespace davy::flow {

std::unique_ptr<LogFormat> eve_log(LogOutput& output);

}  // namespace davy::flow
