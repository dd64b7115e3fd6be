// Does an account draw the same by day and night, on working days and Sundays, for weeks? So does a mine; and a server room.
//
// Units:   windows of 28 days.
// Shape:   night to day within a tenth, a base near the mean, little spread; in seven of ten windows of the last half year. What is off
//          (days below a tenth of the usual) is left out: miners stop too. A meter cannot tell a mine from a data centre: the
//          register of filed systems does.
// Threads: pure.
// Source:  limits from our feasibility study: of 60 university buildings one server room always looks so.
#pragma once

#include <optional>

#include "power/power_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

// One window of 28 days.
struct Flatness {
  float night_to_day = 0;  // mean of 0 to 6 h over mean of 10 to 17 h
  float base_to_mean = 0;  // the second lowest hour of a day over its mean; median of the days
  float variation =
      0;  // (q90 - q10) / (2.563 × median): a coefficient of variation that forgets extremes
  float daily_variation = 0;  // the same of the days' means
  float mean_kw = 0;
  float base_kw = 0;  // median of the days' bases
  bool is_flat() const;
};
std::optional<Flatness> flatness(const power::PowerRecord& record, power::Day first,
                                 power::Day end);

struct DedicatedLoad {
  Flatness last;
  power::Day since =
      0;  // first day of the run of flat windows that reaches to the end, or the record's first
  power::Day until = 0;
  bool since_before_record = false;
  double kwh = 0;
  float kw_lower = 0;  // q10 and q90 of the hours since
  float kw_upper = 0;
};
std::optional<DedicatedLoad> dedicated_load(const power::PowerRecord& record);
Signal dedicated_load_signal(const DedicatedLoad& load);

}  // namespace davy::signal
