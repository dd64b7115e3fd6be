// What the event lines of `davy energy` share.
//
// Threads: one owner of a writer.
#pragma once

#include <string_view>

#include "workbench/energy/interval.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::report {

inline void write_quantity(JsonWriter& json, std::string_view name, const energy::Interval& value,
                           std::string_view unit) {
  json.key(name);
  json.begin_object();
  json.field("lower", value.lower);
  json.field("best", value.best);
  json.field("upper", value.upper);
  json.field("unit", unit);
  json.end_object();
}

}  // namespace davy::report
