// Reads outside bytes without ever leaving them: the only place where raw bytes become numbers.
//
// Shape:   a cursor over a span. A read past the end returns 0 (or an empty span) and sets failed(); the cursor
//          then stays at the end, so a parser may read a whole header and test failed() once.
// Threads: a value on one thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace davy {

using Bytes = std::span<const std::uint8_t>;

inline std::uint16_t load_be16(const std::uint8_t* p) {
  return static_cast<std::uint16_t>(p[0] << 8 | p[1]);
}
inline std::uint32_t load_be32(const std::uint8_t* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return std::endian::native == std::endian::little ? __builtin_bswap32(v) : v;
}
inline std::uint16_t load_le16(const std::uint8_t* p) {
  return static_cast<std::uint16_t>(p[1] << 8 | p[0]);
}
inline std::uint32_t load_le32(const std::uint8_t* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return std::endian::native == std::endian::little ? v : __builtin_bswap32(v);
}
inline std::uint64_t load_le64(const std::uint8_t* p) {
  return load_le32(p) | std::uint64_t{load_le32(p + 4)} << 32;
}
inline std::uint64_t load_be64(const std::uint8_t* p) {
  return std::uint64_t{load_be32(p)} << 32 | load_be32(p + 4);
}

// Octets and characters are taken for each other here only. NOLINTBEGIN(*-reinterpret-cast)
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
// NOLINTEND(*-reinterpret-cast)

class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  std::size_t remaining() const { return bytes_.size(); }
  bool failed() const { return failed_; }
  Bytes rest() const { return bytes_; }

  std::uint8_t u8() { return take(1) ? last_[0] : std::uint8_t{0}; }
  std::uint16_t be16() { return take(2) ? load_be16(last_) : std::uint16_t{0}; }
  std::uint16_t le16() { return take(2) ? load_le16(last_) : std::uint16_t{0}; }
  std::uint32_t be24() {
    return take(3) ? std::uint32_t{last_[0]} << 16 | std::uint32_t{last_[1]} << 8 | last_[2] : 0u;
  }
  std::uint32_t le24() {
    return take(3) ? std::uint32_t{last_[2]} << 16 | std::uint32_t{last_[1]} << 8 | last_[0] : 0u;
  }
  std::uint32_t be32() { return take(4) ? load_be32(last_) : 0u; }
  std::uint32_t le32() { return take(4) ? load_le32(last_) : 0u; }
  std::uint64_t be64() { return take(8) ? load_be64(last_) : 0u; }
  std::uint64_t le64() { return take(8) ? load_le64(last_) : 0u; }

  // `count` octets, or an empty span if there are fewer.
  Bytes bytes(std::size_t count) { return take(count) ? Bytes{last_, count} : Bytes{}; }
  void skip(std::size_t count) { take(count); }

 private:
  bool take(std::size_t count) {
    if (count > bytes_.size()) {
      failed_ = true;
      bytes_ = bytes_.last(0);
      return false;
    }
    last_ = bytes_.data();
    bytes_ = bytes_.subspan(count);
    return true;
  }

  Bytes bytes_;
  const std::uint8_t* last_ = nullptr;
  bool failed_ = false;
};

}  // namespace davy
