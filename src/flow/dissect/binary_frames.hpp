// What readers of binary protocols share: cutting one direction into frames, telling random octets, reporting a shape.
//
// Units:   octets.
// Shape:   a frame is handed on when it is complete, without a copy where it lies in one piece; of one longer than
//          limits::binary_frame_hold_octets_max the front is handed on and the rest skipped.
// Errors:  add() is false when the octets are no frame: the cutter then begins anew with the next ones.
// Threads: one owner.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/dialect.hpp"

namespace davy::flow {

// A reader that met so many segments in which nothing was a frame has the wrong flow.
inline constexpr std::uint8_t segments_without_frame_max = 32;

class FrameCutter {
 public:
  // `measure(front)` is the size of the frame at the front, 0 if more octets are needed to tell, none if it is no frame.
  // `take(octets, size)` gets each frame; octets.size() < size where the front was handed on. It returns false to stop.
  template <class Measure, class Take>
  bool add(Bytes bytes, const Measure& measure, const Take& take) {
    bytes = skip(bytes);
    if (bytes.empty()) return true;
    if (held_.empty()) {
      const std::optional<Bytes> rest = cut(bytes, measure, take);
      if (rest) held_.assign(rest->begin(), rest->end());
      return rest.has_value();
    }
    std::vector<std::uint8_t> whole = std::move(held_);
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    held_.clear();
    const std::optional<Bytes> rest = cut(whole, measure, take);
    if (rest) held_.assign(rest->begin(), rest->end());
    return rest.has_value();
  }

  // The same; where what was held is no frame, this segment may begin with one. False: nothing fits, all is forgotten.
  template <class Measure, class Take>
  bool add_or_begin_again(Bytes bytes, const Measure& measure, const Take& take) {
    if (add(bytes, measure, take)) return true;
    *this = {};
    if (add(bytes, measure, take)) return true;
    *this = {};
    return false;
  }

  // Octets are missing (0: nobody knows how many); false if that loses the frames' boundaries.
  bool gap(std::uint64_t octets) {
    const bool inside = octets != 0 && held_.empty() && octets <= skip_;
    skip_ = inside ? skip_ - octets : 0;
    held_.clear();
    return inside;
  }

 private:
  Bytes skip(Bytes bytes) {
    const std::size_t skipped =
        bytes.size() < skip_ ? bytes.size() : static_cast<std::size_t>(skip_);
    skip_ -= skipped;
    return bytes.subspan(skipped);
  }

  // The octets left over, or none if there was something that is no frame.
  template <class Measure, class Take>
  std::optional<Bytes> cut(Bytes bytes, Measure& measure, Take& take) {
    while (!bytes.empty()) {
      const std::optional<std::uint64_t> size = measure(bytes);
      if (!size) return std::nullopt;
      const bool complete = *size != 0 && *size <= bytes.size();
      if (!complete && bytes.size() < limits::binary_frame_hold_octets_max) break;
      if (*size == 0) return std::nullopt;
      const std::size_t here = complete ? static_cast<std::size_t>(*size) : bytes.size();
      if (!take(bytes.first(here), *size)) return std::nullopt;
      skip_ = *size - here;
      bytes = bytes.subspan(here);
    }
    return bytes;
  }

  std::vector<std::uint8_t> held_;
  std::uint64_t skip_ = 0;
};

// Could these octets be encrypted or a public key? As many different values as chance gives, less five standard deviations.
// False for text, for counters and for anything with a structure; for fewer than 16 octets it says little.
inline bool looks_random(Bytes bytes) {
  std::bitset<256> seen;
  std::size_t printable = 0;
  for (const std::uint8_t octet : bytes) {
    seen.set(octet);
    printable += octet >= 0x20 && octet < 0x7f;
  }
  // Expected 256 (1 - (255/256)^n): 15.5 of 16, 56.7 of 64 (deviation 2.4), 153 of 234 (5.6).
  const std::size_t least = bytes.size() < 64    ? bytes.size() * 3 / 4
                            : bytes.size() < 128 ? 45
                            : bytes.size() < 234 ? 80
                                                 : 125;
  return seen.count() >= least && printable * 4 < bytes.size() * 3;
}

inline void report(const Dialect& dialect, const Shape& shape, Timestamp time, Direction direction,
                   Bytes text, ConversationBuilder& out) {
  out.message({.time = time,
               .direction = direction,
               .speaker = shape.speaker,
               .kind = shape.kind,
               .dialect = dialect.id,
               .rule = shape.rule,
               .strength_nats = shape.strength_nats,
               .text = text});
}

}  // namespace davy::flow
