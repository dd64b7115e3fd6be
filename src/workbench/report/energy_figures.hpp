// Figures of energy reports as people read them.
//
// Shape:   never an exponent; thousands apart. `figure` has as many significant digits as asked for, `exact` is for products that
//          are to be followed factor by factor.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>

#include "workbench/energy/interval.hpp"
#include "workbench/energy/published_index.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

std::string figure(double value, int digits = 4);
std::string figure(const std::optional<double>& value, int digits = 4);  // "" where there is none
std::string exact(double value);                                         // six significant digits
std::string percent(double part, int decimals = 2);                      // "+0.36 %" of 0.0036
std::string share_text(double percent);                                  // "65.08 %"

// "35,213 (33,000 to 38,000)"; the best alone where the bounds are the same.
std::string range_text(const energy::Interval& interval, Language language, int digits = 4);

}  // namespace davy::report
