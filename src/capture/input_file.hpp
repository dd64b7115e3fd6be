// An input of any kind: a file or pipe, plain, gzip or zstd, and how it begins, so that whoever can read it may be found.
//
// Units:   octets.
// Shape:   start() shows the first octets after decompression; read() gives all of them, those included.
// Errors:  open() fails with one clear line. Damage ends the stream and stays in damage(); what came before it is good.
// Threads: one owner at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "capture/file/byte_stream.hpp"
#include "capture/file/open_input.hpp"

namespace davy::capture {

class InputFile {
 public:
  // `path` is a file, or "-" for standard input.
  static Result<InputFile> open(const std::string& path);
  // The same from its beginning, read by itself; nothing for pipes, standard input and what is compressed.
  std::optional<InputFile> again() const;

  // At least `wanted` octets unless the input is shorter; only before the first read(). A pipe is waited for.
  Bytes start(std::size_t wanted);
  // At least one octet; 0 is the end.
  std::size_t read(std::span<std::uint8_t> out);

  // As a capture: is it one, and if not, what to tell the person.
  Result<void> check_capture();
  std::optional<Malformed> damage() const;
  std::uint64_t stored_octets_read() const { return stored_.stream->octets_read(); }
  std::optional<std::uint64_t> stored_octets_total() const { return stored_.octets_total; }

 private:
  void find_kind();
  ByteStream& stream() { return expanded_ ? *expanded_ : *stored_.stream; }

  std::string name_;
  bool is_standard_input_ = false;
  StoredFile stored_;
  std::unique_ptr<ByteStream> expanded_;  // null: stored as it is
  Bytes stored_start_;
  std::vector<std::uint8_t> start_;
  std::size_t start_used_ = 0;
};

}  // namespace davy::capture
