// Text that is perhaps not UTF-8: tables of Chinese offices come in GB 18030 (GBK), or with a mark of UTF-16.
//
// Errors:  nothing that is valid in none of them.
// Threads: pure; a Utf16Reader has one owner.
// Source:  GB 18030-2022; RFC 3629; RFC 2781.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace davy {

bool is_utf8(std::string_view text);
// Chunks cut UTF-8 letters in two: is_utf8() of a text whose last letter may be incomplete.
bool may_be_utf8(std::string_view text);
// As GB 18030, which holds GBK and GB 2312; the text itself where it is none.
std::string utf8_of_gbk(std::string_view text);
// As UTF-8: as it is, or converted.
std::optional<std::string> as_utf8(std::string_view text);

// RFC 3629, section 3; a half of a letter of UTF-16 as if it were one.
void append_utf8(std::string& out, char32_t letter);

// RFC 2781: a letter behind U+FFFF is two units.
constexpr bool is_first_half(char32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_second_half(char32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }
constexpr char32_t utf16_letter(char32_t first, char32_t second) {
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

enum class Utf16Order : std::uint8_t { little, big };
// By its mark, which such a text begins with.
std::optional<Utf16Order> utf16_order(std::string_view text);

// A text in UTF-16 that comes in pieces, cut anywhere. Halves of letters that stand alone become U+FFFD; the mark is left out.
class Utf16Reader {
 public:
  explicit Utf16Reader(Utf16Order order) : order_(order) {}
  std::string utf8(std::string_view piece);

 private:
  void unit(char32_t unit, std::string& out);

  Utf16Order order_;
  std::optional<unsigned char> odd_;  // the first octet of a unit that was cut
  char32_t high_ = 0;                 // the first half of a letter; 0: none waits
};

}  // namespace davy
