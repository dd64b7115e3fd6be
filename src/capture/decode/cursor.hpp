// The rest of a frame while headers are taken off its front: what was captured of it, and what was
// on the wire.
//
// Units:   octets. captured <= wire, always.
// Shape:   a read behind the captured octets is a programming error; ask has() first.
// Threads: a value.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "base/byte_reader.hpp"

namespace davy::capture {

struct Cursor {
  const std::uint8_t* data = nullptr;
  std::uint32_t captured = 0;
  std::uint32_t wire = 0;

  bool has(std::uint32_t octets) const { return captured >= octets; }
  std::uint8_t u8(std::uint32_t at) const {
    assert(at < captured);
    return data[at];
  }
  std::uint16_t be16(std::uint32_t at) const {
    assert(at + 2 <= captured);
    return load_be16(data + at);
  }
  std::uint32_t be32(std::uint32_t at) const {
    assert(at + 4 <= captured);
    return load_be32(data + at);
  }
  // Behind `octets` of header; what is missing leaves an empty rest.
  Cursor behind(std::uint32_t octets) const {
    const std::uint32_t taken = std::min(octets, captured);
    return {data + taken, captured - taken, wire - std::min(octets, wire)};
  }
  // Without what lies behind `octets`: padding, trailers.
  Cursor first(std::uint32_t octets) const {
    return {data, std::min(captured, octets), std::min(wire, octets)};
  }
};

}  // namespace davy::capture
