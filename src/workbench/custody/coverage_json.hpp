// A cell of the coverage ledger as JSON, with all that is known of it.
//
// Threads: pure.
#pragma once

#include "workbench/report/findings.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/store/coverage.hpp"

namespace davy::custody {

// What could not be looked for, by the keys of the event line `coverage`.
inline void write_blind(report::JsonWriter& json, std::uint32_t bits) {
  json.key("blind");
  json.begin_array();
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(report::Blindness::count_); ++i)
    if ((bits >> i & 1) != 0) json.value(report::name(static_cast<report::Blindness>(i)));
  json.end_array();
}

inline void write_cell(report::JsonWriter& json, const store::CoverageCell& cell) {
  json.begin_object();
  json.field("sensor", cell.sensor);
  json.field("hour", to_rfc3339(store::start_of_hour(cell.hour)));
  json.field("alive_seconds", cell.alive_s);
  json.field("packets", cell.packets);
  json.field("octets", cell.octets);
  json.field("flows", cell.flows);
  json.field("malformed", cell.malformed);
  json.field("dropped_kernel", cell.dropped_kernel);
  json.field("dropped_davy", cell.dropped_davy);
  json.field("exporter_gaps", cell.exporter_gaps);
  json.key("clock_offset_s");
  cell.clock_offset_ns ? json.value(static_cast<double>(*cell.clock_offset_ns) / 1e9) : json.null();
  json.field("pack", cell.pack_version);
  write_blind(json, cell.blind_bits);
  json.end_object();
}

}  // namespace davy::custody
