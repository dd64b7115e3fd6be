// The findings as a person at a terminal reads them: most certain first, then what was looked at.
//
// Units:   with their prefixes in the text; times UTC.
// Shape:   at least 60 columns, whatever `columns` says; nothing from traffic can steer the terminal. At most 50 findings
//          and 20 inputs in trouble; how many more there are is said.
// Privacy: as in json_lines.hpp.
// Threads: pure.
#pragma once

#include <cstddef>
#include <string>

#include "workbench/report/findings.hpp"

namespace davy::report {

struct Terminal {
  std::size_t columns = 80;
  bool colours = false;
};

std::string terminal_report(const Findings& findings, const Style& style, const Terminal& terminal);

}  // namespace davy::report
