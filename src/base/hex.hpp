// Hexadecimal digits, of either case.
//
// Threads: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace davy {

namespace hex_table {
inline constexpr std::uint8_t none = 0x80;  // no digit

constexpr std::array<std::uint8_t, 256> make() {
  std::array<std::uint8_t, 256> values{};
  values.fill(none);
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (unsigned i = 0; i < 6; ++i) {
    values['a' + i] = values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}
inline constexpr std::array<std::uint8_t, 256> values = make();
}  // namespace hex_table

// The value of a digit, or -1.
constexpr int hex_value(char c) {
  const std::uint8_t value = hex_table::values[static_cast<std::uint8_t>(c)];
  return value == hex_table::none ? -1 : value;
}

// Nothing but digits; true of an empty text. Without a branch a digit, in a form that compilers make vectors of: this is
// asked of every target, nonce and hash.
constexpr bool is_hex(std::string_view text) {
  std::uint8_t others = 0;
  for (const char c : text) {
    const auto octet = static_cast<std::uint8_t>(c);
    const bool digit = static_cast<std::uint8_t>(octet - '0') < 10;
    const bool letter = static_cast<std::uint8_t>((octet | 0x20) - 'a') < 6;
    others = static_cast<std::uint8_t>(others | static_cast<std::uint8_t>(!(digit | letter)));
  }
  return others == 0;
}

}  // namespace davy
