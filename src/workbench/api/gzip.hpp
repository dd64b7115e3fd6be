// Text as gzip (RFC 1952).
//
// Errors:  nothing where zlib has no memory: it is sent as it is.
// Threads: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace davy::api {

inline constexpr int gzip_quick = 1;  // for each answer
inline constexpr int gzip_small = 9;  // once, for what is sent often

std::optional<std::string> gzip(std::string_view text, int level);

// Does an Accept-Encoding (RFC 9110, 12.5.3) take gzip?
bool takes_gzip(std::string_view accept_encoding);

}  // namespace davy::api
