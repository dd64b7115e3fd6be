// Eight octets at a time, in one word: text is looked through for what is odd in it, and nearly nothing is.
//
// Shape:   a question answers with the highest bit of each octet; the other bits are 0.
// Threads: pure.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/byte_reader.hpp"

namespace davy::eight_octets {

inline constexpr std::uint64_t ones = 0x0101010101010101u;
inline constexpr std::uint64_t yes = 0x8080808080808080u;  // all of them

// Which are `first` to `last`; both are ASCII.
inline std::uint64_t within(std::uint64_t octets, char first, char last) {
  const std::uint64_t low = octets & ~yes;
  const std::uint64_t from = low + ones * static_cast<std::uint64_t>(0x80 - first);
  const std::uint64_t beyond = low + ones * static_cast<std::uint64_t>(0x7f - last);
  return from & ~beyond & ~octets & yes;
}

// How many of the first octets `are` says yes to.
template <class Are>
std::size_t leading(Bytes text, Are are) {
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint64_t)) {
    const std::size_t rest = text.size() - at;
    std::uint64_t octets = 0;
    std::memcpy(&octets, text.data() + at, rest < sizeof octets ? rest : sizeof octets);
    const std::uint64_t odd = are(octets) ^ yes;
    if (odd == 0) continue;
    const bool little = std::endian::native == std::endian::little;
    const int bits = little ? std::countr_zero(odd) : std::countl_zero(odd);
    return at + std::min(rest, static_cast<std::size_t>(bits) / 8);
  }
  return text.size();
}

}  // namespace davy::eight_octets
