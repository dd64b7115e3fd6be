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

// RFC 3629, section 3.
void append_utf8(std::uint32_t letter, std::string& out) {
  const auto behind = [&](unsigned shift) {
    out += static_cast<char>(0x80 | (letter >> shift & 0x3f));
  };
  if (letter < 0x80) {
    out += static_cast<char>(letter);
  } else if (letter < 0x800) {
    out += static_cast<char>(0xc0 | letter >> 6);
    behind(0);
  } else if (letter < 0x10000) {
    out += static_cast<char>(0xe0 | letter >> 12);
    behind(6);
    behind(0);
  } else {
    out += static_cast<char>(0xf0 | letter >> 18);
    behind(12);
    behind(6);
    behind(0);
  }
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
  if (utf16_order(text)) return converted(text, "UTF-16");
  if (is_utf8(text)) return std::string{text};
  return converted(text, "GB18030");
}

std::optional<Utf16Order> utf16_order(std::string_view text) {
  if (text.starts_with("\xff\xfe")) return Utf16Order::little;
  if (text.starts_with("\xfe\xff")) return Utf16Order::big;
  return std::nullopt;
}

void Utf16Reader::unit(std::uint32_t unit, std::string& out) {
  constexpr std::uint32_t mark = 0xfeff, unknown = 0xfffd;
  const bool is_high = unit >= 0xd800 && unit < 0xdc00, is_low = unit >= 0xdc00 && unit < 0xe000;
  if (high_ != 0 && !is_low) append_utf8(unknown, out);
  if (is_low)
    append_utf8(high_ == 0 ? unknown : 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00), out);
  high_ = is_high ? unit : 0;
  if (!is_high && !is_low && unit != mark) append_utf8(unit, out);
}

std::string Utf16Reader::utf8(std::string_view piece) {
  std::string out;
  for (const char c : piece) {
    const auto octet = static_cast<unsigned char>(c);
    if (!odd_) {
      odd_ = octet;
      continue;
    }
    const bool little = order_ == Utf16Order::little;
    const std::uint32_t first = *odd_;
    unit(little ? first | std::uint32_t{octet} << 8 : first << 8 | octet, out);
    odd_.reset();
  }
  return out;
}

}  // namespace davy
