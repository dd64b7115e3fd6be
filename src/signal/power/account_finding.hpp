// What a test of one account found: a load, since when, how large, and what speaks for it.
//
// Units:   kW and kWh; hours are local.
// Shape:   what the report needs of it, whichever test it was. `signal` names the test.
// Threads: a value.
#pragma once

#include <cstddef>
#include <string_view>

#include "power/power_record.hpp"
#include "signal/power/load_step.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct AccountFinding {
  std::size_t meter = 0;          // its place among the records
  std::string_view pattern = {};  // static storage: "steady", "grown", "one_phase", …
  Estimate<power::Hour> onset = {};
  bool onset_before_record = false;  // it was there when the readings begin
  power::Hour last_seen = 0;         // the end of the record, or where it was last there
  bool still_there = true;
  Estimate<float> kw = {};
  bool at_least = false;
  Estimate<float> kwh = {};  // from onset to last_seen
  Signal signal = {};
};

}  // namespace davy::signal
