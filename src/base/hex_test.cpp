#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy {
namespace {

TEST(Hex, DigitsOfEitherCase) {
  EXPECT_EQ(hex_value('0'), 0);
  EXPECT_EQ(hex_value('9'), 9);
  EXPECT_EQ(hex_value('a'), 10);
  EXPECT_EQ(hex_value('F'), 15);
  for (const char c : {'/', ':', '@', 'G', '`', 'g', ' ', '\0', '\x80', '\xff'})
    EXPECT_EQ(hex_value(c), -1) << static_cast<int>(c);
}

// Both ways of telling a digit agree on every octet, alone and anywhere in a longer text.
TEST(Hex, TextIsHexOnlyIfEveryOctetIs) {
  EXPECT_TRUE(is_hex(""));
  EXPECT_TRUE(is_hex("0123456789abcdefABCDEF0123456789abcdef"));
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    EXPECT_EQ(is_hex(std::string(1, c)), hex_value(c) >= 0) << octet;
    for (const std::size_t at : {0u, 15u, 16u, 30u}) {
      std::string text(31, 'a');
      text[at] = c;
      EXPECT_EQ(is_hex(text), hex_value(c) >= 0) << octet << " at " << at;
    }
  }
}

TEST(Hex, OctetsBecomeTwoDigitsEach) {
  const std::uint8_t octets[]{0x00, 0x0f, 0xa9, 0xff};
  EXPECT_EQ(to_hex(octets), "000fa9ff");
  EXPECT_EQ(to_hex({}), "");
}

}  // namespace
}  // namespace davy
