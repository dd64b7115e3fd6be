// What `davy inspect` found, into the store.
//
// Shape:   each subject with its verdict and event line; of hosts and meters also the signals (a reason of a flow or load is one:
//          observed at the end of what it was seen in) and of hosts the flows. A filed system has its verdict and event line only:
//          its hosts and meters hold the rest. A load that was recognised as a filed system clears its meter. Other flows that
//          are not mining are not kept, and are counted. Coverage comes last, hour by hour (input_hours.hpp).
//          A flow for which `is_kept` says so is there as it is, and not written again; its subject's verdict is.
//          The same findings again count what is there (`times`), and change neither subjects, flows nor coverage.
// Privacy: event lines are those of report/json_lines.hpp under the given Style, and evidence goes through the same redaction:
//          logins and worker names are pseudonyms, unless Style::reveal_logins says otherwise.
// Errors:  as store.hpp. Several transactions where there is much: what was written before an error stays, and is counted again
//          by the next try. An input whose coverage is there is there whole.
// Bounds:  limits::store_event_flows_max flows are told in a subject's event line.
// Threads: of the store.
#pragma once

#include <functional>
#include <string_view>

#include "workbench/report/findings.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

struct WriteCounts {
  std::uint64_t subjects_added = 0;
  std::uint64_t subjects_changed = 0;  // of level
  std::uint64_t subjects_same = 0;
  std::uint64_t signals_added = 0;
  std::uint64_t signals_repeated = 0;
  std::uint64_t flows_added = 0;
  std::uint64_t flows_updated = 0;
  std::uint64_t flows_pushed_out = 0;
  std::uint64_t related_left_out = 0;  // flows that are not mining
  std::uint64_t coverage_hours = 0;
  std::uint64_t coverage_hours_left_out = 0;
  std::uint64_t inputs_without_time = 0;
  std::uint64_t inputs_repeated = 0;
};

using IsKept = std::function<bool(const report::JudgedFlow&)>;

Result<WriteCounts> write_findings(Store& store, const report::Findings& findings,
                                   const report::Style& style, std::string_view sensor,
                                   Timestamp now, const IsKept& is_kept = {});

}  // namespace davy::store
