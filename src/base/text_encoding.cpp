#include "base/text_encoding.hpp"

#include <iconv.h>

#include <algorithm>

namespace davy {
namespace {

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

constexpr std::size_t growth = 3;  // octets of UTF-8 for one of another encoding, at most

std::optional<std::string> converted(std::string_view text, const char* from) {
  const iconv_t converter = iconv_open("UTF-8", from);
  // NOLINTNEXTLINE(*-cast): what iconv_open() says by its manual
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in{text};
  std::string out(text.size() * growth + 4, '\0');
  char* source = in.data();
  char* target = out.data();
  std::size_t source_left = in.size();
  std::size_t target_left = out.size();
  const bool sound = iconv(converter, &source, &source_left, &target, &target_left) !=
                     static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!sound || source_left != 0) return std::nullopt;
  out.resize(out.size() - target_left);
  return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
  bool cut = false;
  return utf8_octets(text, cut) == text.size();
}

bool may_be_utf8(std::string_view text) {
  bool cut = false;
  return utf8_octets(text, cut) == text.size() || cut;
}

std::string utf8_of_gbk(std::string_view text) {
  return converted(text, "GB18030").value_or(std::string{text});
}

std::optional<std::string> as_utf8(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return converted(text, "UTF-16");
  if (is_utf8(text)) return std::string{text};
  return converted(text, "GB18030");
}

}  // namespace davy
