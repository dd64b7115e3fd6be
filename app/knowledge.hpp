// What a run knows before it reads anything, and which files it is to read.
//
// Errors:  the first thing that is wrong, with its file.
// Threads: one owner.
#pragma once

#include <string>
#include <vector>

#include "app/inspection.hpp"

namespace davy::app {

// Indicators, own probes, blocks (into `options`), the calendar and context of meters, the register.
Result<Knowledge> read_knowledge(InspectOptions& options);
// Of the installation, or of the file that was named.
Result<std::string> pseudonym_key(const InspectOptions& options);
// Folders become the files inside, however deep, in the order of their names.
std::vector<std::string> expand(const std::vector<std::string>& inputs);

}  // namespace davy::app
