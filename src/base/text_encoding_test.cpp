#include "base/text_encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace davy {
namespace {

std::string utf16(std::u16string_view text, bool big) {
  std::string out;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff), high = static_cast<char>(unit >> 8);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

TEST(TextEncoding, utf16_in_pieces_is_as_a_whole) {
  const std::u16string_view text = u"\ufeff户号,Zähler 7,\U0001f50c\r\n";
  for (const bool big : {false, true}) {
    const std::string octets = utf16(text, big);
    const auto order = utf16_order(octets);
    ASSERT_TRUE(order);
    EXPECT_EQ(*order, big ? Utf16Order::big : Utf16Order::little);
    for (std::size_t piece = 1; piece < octets.size(); ++piece) {
      Utf16Reader reader(*order);
      std::string read;
      for (std::size_t at = 0; at < octets.size(); at += piece)
        read += reader.utf8(std::string_view{octets}.substr(at, piece));
      EXPECT_EQ(read, "户号,Zähler 7,\U0001f50c\r\n") << piece;
    }
    EXPECT_EQ(as_utf8(octets).value_or("").find("户号") != std::string::npos, true);
  }
}

TEST(TextEncoding, halves_of_letters_become_the_mark_for_what_is_unknown) {
  Utf16Reader reader(Utf16Order::little);
  EXPECT_EQ(reader.utf8(std::string("a\0\x00\xd8z\0\x01\xdcq\0", 10)), "a\ufffdz\ufffdq");
}

TEST(TextEncoding, a_text_without_a_mark_is_no_utf16) {
  for (const std::string_view text : {"", "\xff", "time,kwh\n", "\xef\xbb\xbfx"})
    EXPECT_FALSE(utf16_order(text)) << text;
}

}  // namespace
}  // namespace davy
