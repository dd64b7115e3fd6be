// Numbers and times as the reports print them; quantities with units are in workbench/energy/quantity_text.hpp.
//
// Units:   times in UTC, RFC 3339.
// Threads: pure functions.
#pragma once

#include <string>

#include "base/time.hpp"
#include "workbench/energy/quantity_text.hpp"

namespace davy::report {

using energy::grouped;
using energy::si_range;
using energy::with_si_prefix;

std::string plain_number(double value);      // six significant digits; exponent from 1e16 on
std::string to_whole_second(Timestamp t);    // "2021-05-18T07:03:11Z"
std::string time_of_day(Timestamp t);        // "07:03:11Z"
bool same_day(Timestamp a, Timestamp b);     // in UTC
std::string duration_text(Duration length);  // "2 h 7 min", "45 s"

}  // namespace davy::report
