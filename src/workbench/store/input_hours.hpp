// The coverage of one input, hour by hour: an inspected file tells only its first and last time and its sums.
//
// Shape:   seconds alive are exact: the part of each hour that lies between the two times. Counts are spread by them, whole numbers
//          that add up to the sums. An input whose packets came unevenly is spread evenly all the same.
// Bounds:  limits::store_coverage_hours_max hours: the last ones; `left_out` counts the others, whose share of the sums is left
//          out with them.
// Threads: pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "workbench/report/findings.hpp"
#include "workbench/store/coverage.hpp"

namespace davy::store {

struct InputHours {
  std::vector<CoverageCell> cells = {};
  std::uint64_t left_out = 0;
};
// None where the input told no time.
InputHours input_hours(const report::Coverage& coverage, std::string_view sensor,
                       std::string_view pack_version);

}  // namespace davy::store
