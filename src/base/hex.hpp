// Hexadecimal digits, of either case.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace davy {

// The value of a digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr bool begins_with_0x(std::string_view text) {
  return text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
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

// Two digits an octet, in lower case.
inline std::string to_hex(std::span<const std::uint8_t> octets) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(octets.size() * 2);
  for (const std::uint8_t octet : octets) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text;
}

}  // namespace davy
