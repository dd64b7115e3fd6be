// Reading and writing that the commands of `davy energy` share.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/energy.hpp"
#include "app/refuse.hpp"
#include "base/result.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/report/document.hpp"

namespace davy::app {

// A whole file of text; - is standard input.
Result<std::string> read_series(const std::string& path);

// Event lines of every input; an input of which no line is an event is an error that says what would be one.
Result<void> read_findings(const std::vector<std::string>& paths, energy::FindingReader& reader);

// Prints the lines where those are asked for, else the document, and writes the page where one is asked for. The exit status:
// `status`, or 2 where writing failed.
int write_energy(const EnergyOutput& output, const std::string& lines,
                 const report::Document& document, int status);

}  // namespace davy::app
