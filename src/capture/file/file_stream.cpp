#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "capture/file/byte_stream.hpp"

namespace davy::capture {

FileStream::~FileStream() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::unique_ptr<FileStream> FileStream::again() const {
  const std::string same = "/proc/self/fd/" + std::to_string(descriptor_);
  const int descriptor = ::open(same.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return nullptr;
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::make_unique<FileStream>(descriptor);
}

std::size_t FileStream::read_descriptor(std::span<std::uint8_t> out) {
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, out.data(), out.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    read_error_ = errno;
    damage_ = Malformed::capture_cut;
    return 0;
  }
  octets_read_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

Bytes FileStream::peek(std::size_t count) {
  while (ahead_.size() < count) {
    const std::size_t held = ahead_.size();
    ahead_.resize(count);
    const std::size_t got = read_descriptor(std::span(ahead_).subspan(held));
    ahead_.resize(held + got);
    if (got == 0) break;
  }
  return ahead_;
}

std::size_t FileStream::read(std::span<std::uint8_t> out) {
  if (ahead_used_ == ahead_.size()) return read_descriptor(out);
  const std::size_t count = std::min(out.size(), ahead_.size() - ahead_used_);
  std::copy_n(ahead_.data() + ahead_used_, count, out.data());
  ahead_used_ += count;
  return count;
}

bool is_gzip(Bytes start) { return start.size() >= 3 && load_be16(start.data()) == 0x1f8b; }

bool is_zstd(Bytes start) {
  if (start.size() < 4) return false;
  const std::uint32_t magic = load_le32(start.data());
  constexpr std::uint32_t frame = 0xfd2fb528, skippable = 0x184d2a50;
  return magic == frame || (magic & 0xfffffff0) == skippable;
}

}  // namespace davy::capture
