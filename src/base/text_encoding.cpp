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

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&out](char32_t octet) { out.push_back(static_cast<char>(octet)); };
  if (value < 0x80) return put(value);
  if (value < 0x800) {
    put(0xC0 | value >> 6);
  } else {
    if (value < 0x10000) {
      put(0xE0 | value >> 12);
    } else {
      put(0xF0 | value >> 18);
      put(0x80 | (value >> 12 & 0x3F));
    }
    put(0x80 | (value >> 6 & 0x3F));
  }
  put(0x80 | (value & 0x3F));
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

void Utf16Reader::unit(char32_t unit, std::string& out) {
  constexpr char32_t mark = 0xfeff, unknown = 0xfffd;
  const bool is_high = is_first_half(unit), is_low = is_second_half(unit);
  if (high_ != 0 && !is_low) append_utf8(out, unknown);
  if (is_low) append_utf8(out, high_ == 0 ? unknown : utf16_letter(high_, unit));
  high_ = is_high ? unit : 0;
  if (!is_high && !is_low && unit != mark) append_utf8(out, unit);
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
