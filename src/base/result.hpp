// Expected failure as a value.
//
// Errors:  a small kind, and one line for the person who reads it: what happened, to what, what to do.
// Threads: values; share freely.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace davy {

enum class ErrorKind : std::uint8_t {
  input,     // a file or stream that cannot be read or is not what it must be: exit status 2
  usage,     // wrong options: exit status 2
  internal,  // a defect of ours: exit status 3
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> input_error(std::string message) {
  return std::unexpected(Error{ErrorKind::input, std::move(message)});
}
inline std::unexpected<Error> usage_error(std::string message) {
  return std::unexpected(Error{ErrorKind::usage, std::move(message)});
}

}  // namespace davy
