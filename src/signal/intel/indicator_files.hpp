// A list's whole text, in memory.
//
// Errors:  a file that cannot be read, or exceeds limits::indicator_file_octets_max.
// Threads: pure functions of their arguments and the file system.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"

namespace davy::signal {

Result<std::string> read_list_file(const std::string& path);

}  // namespace davy::signal
