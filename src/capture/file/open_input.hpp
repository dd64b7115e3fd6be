// Opening a capture's file or pipe, and the one clear line for each way that can fail.
//
// Errors:  every message names the input, says what is wrong, and what to do.
// Threads: free functions.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "capture/file/byte_stream.hpp"

namespace davy::capture {

struct StoredFile {
  std::unique_ptr<FileStream> stream;
  std::optional<std::uint64_t> octets_total;  // of a regular file
};

// "-" is standard input.
std::string input_name(const std::string& path);
Result<StoredFile> open_stored(const std::string& path);

std::unexpected<Error> read_failure(const std::string& name, int error_number);

// `stored`: the first octets as stored; `start`: the first ones after decompression.
Result<void> check_kind(const std::string& name, Bytes stored, Bytes start,
                        std::optional<Malformed> damage);

}  // namespace davy::capture
