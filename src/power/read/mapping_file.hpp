// A few lines by which the user says what a table's columns are.
//
// Shape:   `key = value`, a line each; empty lines and lines that begin with # are left out. Columns are named by their heading or
//          by their number from 1; several by commas.
// Errors:  an unknown key or a value that is none, with its line.
// Threads: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "power/read/time_text.hpp"
#include "power/read/unit.hpp"

namespace davy::power {

struct Mapping {
  std::vector<std::string> time;  // or date and clock
  std::vector<std::string> meter;
  std::vector<std::string> value;
  std::vector<std::string> ignored;
  std::optional<Unit> unit;
  std::optional<Quantity> quantity;
  std::string time_zone;
  DateOrder date_order = DateOrder::unknown;
  char separator = 0;

  bool names_columns() const { return !time.empty() || !meter.empty() || !value.empty(); }
};

// The text itself, or the path of a file that holds it; empty: nothing is said.
Result<Mapping> read_mapping(const std::string& path_or_text);

}  // namespace davy::power
