// The mining flows of a subject, as their event lines.
//
// Shape:   a flow that is told again (a later report of it, the same file once more, a second sensor) is the row of the same key
//          whose time meets its own: the row's time grows, and the later event line stands. A key that returns at another time
//          is another flow: ports are used again. Told newest first by number.
// Errors:  as store.hpp.
// Bounds:  limits::store_flows_per_subject_max of a subject: the oldest gives way, and is counted in `flows_left_out`. An event
//          line over limits::store_event_octets_max is left out ("" is stored).
// Threads: of the store.
#pragma once

#include <string>

#include "verdict/verdict.hpp"
#include "workbench/store/signals.hpp"

namespace davy::store {

struct NewFlow {
  std::int64_t subject_id = 0;
  std::string key = {};  // both ends, protocol, VLAN: "tcp 10.0.0.1:51234 203.0.113.9:3333 0"
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  verdict::Level level = verdict::Level::unknown;
  std::string event = {};
};

enum class FlowOutcome : std::uint8_t { added, updated, pushed_out };  // pushed out: the oldest

Result<FlowOutcome> put_flow(Store& store, const NewFlow& flow);

struct StoredFlow {
  std::int64_t id = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  verdict::Level level = verdict::Level::unknown;
  std::uint64_t times = 0;
  std::string event = {};
};

using FlowPage = Page<StoredFlow, std::int64_t>;
Result<FlowPage> flows_of(Store& store, std::int64_t subject_id,
                          std::optional<std::int64_t> after = {}, std::size_t limit = 100);

}  // namespace davy::store
