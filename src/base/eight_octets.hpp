// Eight octets at a time, in one word: text is looked through for what is odd in it, and nearly nothing is.
//
// Shape:   a question answers with the highest bit of each octet; the other bits are 0. The first octet is the lowest.
// Threads: pure.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/byte_reader.hpp"

namespace davy::eight_octets {

inline constexpr std::uint64_t ones = 0x0101010101010101u;
inline constexpr std::uint64_t yes = 0x8080808080808080u;  // all of them

// The octets at `at`, which is inside the text; those behind it are 0.
inline std::uint64_t load(Bytes text, std::size_t at) {
  constexpr std::size_t step = sizeof(std::uint64_t);
  const std::size_t rest = text.size() - at;
  if (rest >= step) return load_le64(text.data() + at);
  if (text.size() >= step) return load_le64(&text.back() - (step - 1)) >> 8 * (step - rest);
  std::uint64_t octets = 0;
  for (std::size_t i = text.size(); i > at; --i) octets = octets << 8 | text[i - 1];
  return octets;
}

// Which are `first` to `last`; both are ASCII.
inline std::uint64_t within(std::uint64_t octets, char first, char last) {
  const std::uint64_t low = octets & ~yes;
  const std::uint64_t from = low + ones * static_cast<std::uint64_t>(0x80 - first);
  const std::uint64_t beyond = low + ones * static_cast<std::uint64_t>(0x7f - last);
  return from & ~beyond & ~octets & yes;
}

// These are quicker, and right up to the first that they say yes to: what lies behind it may be wrong.
inline std::uint64_t below(std::uint64_t octets, char limit) {
  return (octets - ones * static_cast<std::uint64_t>(limit)) & ~octets & yes;
}
inline std::uint64_t above(std::uint64_t octets, char last) {
  return (octets | (octets + ones * static_cast<std::uint64_t>(0x7f - last))) & yes;
}
inline std::uint64_t equal(std::uint64_t octets, char to) {
  return below(octets ^ ones * static_cast<std::uint64_t>(to), 1);
}

// How many octets there are before the first that `are_odd` says yes to.
template <class AreOdd>
std::size_t before_odd(Bytes text, AreOdd are_odd) {
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t odd = are_odd(load(text, at));
    if (odd != 0)
      return std::min(at + static_cast<std::size_t>(std::countr_zero(odd)) / 8, text.size());
  }
  return text.size();
}

}  // namespace davy::eight_octets
