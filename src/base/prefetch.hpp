// Asks for memory some time before it is used, where what comes next is known and lies scattered.
//
// Threads: pure; a prefetch of any address is harmless.
#pragma once

#include <cstddef>
#include <cstdint>

namespace davy {

inline constexpr std::size_t cache_line_octets = 64;

inline void prefetch_lines(const void* begin, std::size_t octets) {
  for (std::size_t at = 0; at < octets; at += cache_line_octets) {
    __builtin_prefetch(static_cast<const std::uint8_t*>(begin) + at, 1);
  }
}

}  // namespace davy
