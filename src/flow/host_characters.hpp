// What host names are made of, eight octets at a time: a name is looked at for every look-up and every hello.
//
// Threads: pure.
// Source:  RFC 952, RFC 1123 section 2.1; '_' as service names have it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/byte_reader.hpp"
#include "base/eight_octets.hpp"

namespace davy::flow {

// Copies a label, letters in lower case; false where it holds anything but letters, digits, '-' and '_'.
inline bool lower_host_label(Bytes label, char* out) {
  using eight_octets::within;
  constexpr std::size_t step = sizeof(std::uint64_t);
  std::uint64_t good = eight_octets::yes;
  const auto lower = [&](std::size_t at, std::size_t octets) {
    std::uint64_t part = eight_octets::ones * 'a';
    std::memcpy(&part, label.data() + at, octets);
    const std::uint64_t lowered = part | within(part, 'A', 'Z') >> 2;  // 0x20
    good &= within(lowered, 'a', 'z') | within(lowered, '0', '9') | within(lowered, '-', '-') |
            within(lowered, '_', '_');
    std::memcpy(out + at, &lowered, octets);
  };
  if (label.size() < step) {
    lower(0, label.size());
  } else {
    for (std::size_t at = 0; at + step < label.size(); at += step) lower(at, step);
    lower(label.size() - step, step);  // some of them once more
  }
  return good == eight_octets::yes;
}

}  // namespace davy::flow
