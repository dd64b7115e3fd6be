// A secret in a file: the webhook's, a password, or a key, which only its owner (and its group) may read.
//
// Errors:  usage errors with the path and what to do.
// Bounds:  the first line; secret_line_octets_max of it.
// Threads: pure, but for the file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace davy::relay {

inline constexpr std::size_t secret_line_octets_max = 4'096;

Result<std::string> read_secret(const std::string& path, std::string_view what);

}  // namespace davy::relay
