// The octets of a capture as they were before compression: plain, gzip or zstd, from a file or a pipe.
//
// Units:   octets.
// Shape:   read() gives what is there, at least one octet; 0 is the end. Memory is bounded whatever the input expands to.
// Errors:  damage is kept in damage() and ends the stream; what came before it stays good.
// Threads: one owner at a time.
// Source:  gzip RFC 1952, zstd RFC 8878.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"

namespace davy::capture {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual std::size_t read(std::span<std::uint8_t> out) = 0;
  virtual std::optional<Malformed> damage() const { return damage_; }

 protected:
  std::optional<Malformed> damage_;
};

// The stored octets: a file descriptor, which it closes. Octets read ahead to find the kind are
// given out first.
class FileStream final : public ByteStream {
 public:
  explicit FileStream(int descriptor) : descriptor_(descriptor) {}
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  std::size_t read(std::span<std::uint8_t> out) override;
  // The same file, even if its name is another's by now, from its beginning; null where it cannot be opened.
  std::unique_ptr<FileStream> again() const;
  // At least `count` octets from the start unless the file is shorter; only before the first
  // read().
  Bytes peek(std::size_t count);
  std::uint64_t octets_read() const { return octets_read_; }
  int read_error() const { return read_error_; }  // errno of a failed read, 0 if none

 private:
  std::size_t read_descriptor(std::span<std::uint8_t> out);

  int descriptor_;
  int read_error_ = 0;
  std::uint64_t octets_read_ = 0;
  std::vector<std::uint8_t> ahead_;
  std::size_t ahead_used_ = 0;
};

bool is_gzip(Bytes start);
bool is_zstd(Bytes start);

// Both read from `stored`, which must outlive them.
std::unique_ptr<ByteStream> gzip_stream(ByteStream& stored);
std::unique_ptr<ByteStream> zstd_stream(ByteStream& stored);

}  // namespace davy::capture
