// Parts that several event lines have in common.
//
// Threads: one owner of the writer.
#pragma once

#include <string_view>

#include "verdict/verdict.hpp"
#include "workbench/energy/hash_rate.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::report {

// "reasons"; `shown` makes of a reason's evidence what may be printed.
template <class Shown>
void write_reasons(JsonWriter& json, const verdict::Verdict& verdict, const Shown& shown) {
  json.key("reasons");
  json.begin_array();
  for (const signal::Reason& reason : verdict.reasons) {
    json.begin_object();
    json.field("detector", reason.detector);
    json.field("strength_nats", reason.strength_nats);
    json.field("evidence", shown(reason.evidence));
    json.end_object();
  }
  json.end_array();
}

// The fields of an interval, inside an object that is open; `unit` "": a count.
inline void write_interval(JsonWriter& json, const energy::Interval& interval,
                           std::string_view unit) {
  json.field("lower", interval.lower);
  json.field("best", interval.best);
  json.field("upper", interval.upper);
  if (!unit.empty()) json.field("unit", unit);
}

}  // namespace davy::report
