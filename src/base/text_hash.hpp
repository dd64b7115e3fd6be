// A quick hash of a short text, for tables that live as long as the process: not stable across versions, not keyed.
//
// Threads: pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace davy {

// Never 0, which tables use for "free".
inline std::uint64_t text_hash(std::string_view text) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;
  std::uint64_t h = text.size() * odd;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    h = (h ^ word) * odd;
    h ^= h >> 32;
  }
  std::uint64_t rest = 0;
  if (i < text.size()) std::memcpy(&rest, text.data() + i, text.size() - i);
  h = (h ^ rest) * odd;
  return (h ^ h >> 29) | 1;
}

}  // namespace davy
