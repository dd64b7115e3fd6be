#include "power/read/words.hpp"

#include <iconv.h>

#include <algorithm>

namespace davy::power {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Octets of the letter that begins with `lead`; 0: none does.
std::size_t letter_octets(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

bool are_behind(std::string_view octets) {
  return std::ranges::all_of(octets,
                             [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; });
}

// How much of the text is whole letters, or all but an end that is cut.
std::size_t utf8_octets(std::string_view text, bool& cut) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t octets = letter_octets(static_cast<unsigned char>(text[at]));
    const std::string_view behind = text.substr(at + 1, octets == 0 ? 0 : octets - 1);
    if (octets == 0 || !are_behind(behind)) return at;
    if (behind.size() + 1 < octets) {
      cut = true;
      return at;
    }
    at += octets;
  }
  return at;
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\"";
  const std::size_t from = text.find_first_not_of(blanks);
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) + 1 - from);
}

std::string lower(std::string_view text) {
  std::string low{text};
  std::ranges::transform(low, low.begin(), [](char c) { return lower(c); });
  return low;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found(1);
  for (const char c : lower(text)) {
    if (is_letter_or_digit(c))
      found.back() += c;
    else if (!found.back().empty())
      found.emplace_back();
  }
  if (found.back().empty()) found.pop_back();
  return found;
}

std::string joined_words(std::string_view text) {
  std::string joined;
  for (const std::string& word : words(text)) {
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  return joined;
}

bool is_utf8(std::string_view text) {
  bool cut = false;
  return utf8_octets(text, cut) == text.size();
}

bool may_be_utf8(std::string_view text) {
  bool cut = false;
  return utf8_octets(text, cut) == text.size() || cut;
}

std::string utf8_of_gbk(std::string_view text) {
  iconv_t converter = iconv_open("UTF-8", "GB18030");
  // NOLINTNEXTLINE(*-cast): what iconv_open() says by its manual
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::string{text};
  std::string from{text};
  std::string to(text.size() * 4 + 4, '\0');
  char* in = from.data();
  char* out = to.data();
  std::size_t in_left = from.size();
  std::size_t out_left = to.size();
  const bool ok = iconv(converter, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!ok) return std::string{text};
  to.resize(to.size() - out_left);
  return to;
}

}  // namespace davy::power
