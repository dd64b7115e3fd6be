// What host names are made of, eight octets at a time: a name is looked at for every look-up and every hello.
//
// Threads: pure.
// Source:  RFC 952, RFC 1123 section 2.1; '_' as service names have it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/byte_reader.hpp"
#include "base/eight_octets.hpp"

namespace davy::flow {

// Copies a label, letters in lower case; false where it holds anything but letters, digits, '-' and '_'.
inline bool lower_host_label(Bytes label, char* out) {
  using eight_octets::within;
  constexpr std::size_t step = sizeof(std::uint64_t);
  bool of_host = true;
  for (std::size_t at = 0; at < label.size(); at += step) {
    const std::uint64_t octets = eight_octets::load(label, at);
    const std::uint64_t lowered = octets | within(octets, 'A', 'Z') >> 2;  // 0x20
    const std::uint64_t good = within(lowered, 'a', 'z') | within(lowered, '0', '9') |
                               within(lowered, '-', '-') | within(lowered, '_', '_');
    const std::size_t rest = std::min(label.size() - at, step);
    of_host &= good == eight_octets::yes >> (step - rest) * 8;
    eight_octets::store(lowered, rest, out + at);
  }
  return of_host;
}

}  // namespace davy::flow
