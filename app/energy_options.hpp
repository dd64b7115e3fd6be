// Options of `davy energy` that several of its commands read.
//
// Errors:  what is no such value is a usage error that shows the form.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "base/time.hpp"
#include "workbench/energy/interval.hpp"

namespace davy::app {

// "FROM/TO": times, or days of which the last is meant whole.
Result<std::pair<Timestamp, Timestamp>> time_window(const std::string& text,
                                                    std::string_view option);

// "5:8:10" times `factor`, or one number for all three.
Result<energy::Interval> interval_option(const std::string& text, std::string_view option,
                                         double factor);

}  // namespace davy::app
