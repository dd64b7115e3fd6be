#include "workbench/report/utf8.hpp"

#include <algorithm>
#include <array>

#include "base/text_encoding.hpp"

namespace davy::report {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array<Range, 9> zero_width{{{0x0300, 0x036F},
                                           {0x0483, 0x0489},
                                           {0x0591, 0x05BD},
                                           {0x064B, 0x065F},
                                           {0x0E34, 0x0E3A},
                                           {0x200B, 0x200D},
                                           {0x20D0, 0x20F0},
                                           {0xFE00, 0xFE0F},
                                           {0xFE20, 0xFE2F}}};
constexpr std::array<Range, 12> double_width{{{0x1100, 0x115F},
                                              {0x2E80, 0x303E},
                                              {0x3041, 0x33FF},
                                              {0x3400, 0x4DBF},
                                              {0x4E00, 0x9FFF},
                                              {0xA000, 0xA4CF},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFE30, 0xFE4F},
                                              {0xFF00, 0xFF60},
                                              {0xFFE0, 0xFFE6},
                                              {0x1F300, 0x3FFFD}}};

template <std::size_t n>
bool in(const std::array<Range, n>& ranges, char32_t value) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [value](Range r) { return value >= r.first && value <= r.last; });
}

std::size_t sequence_octets(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

// Overlong forms, surrogates and values past U+10FFFF are not characters.
bool is_character(char32_t value, std::size_t octets) {
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  return value >= smallest[octets] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t octets = sequence_octets(lead);
  if (octets == 1) return {lead, 1};
  if (octets == 0 || at + octets > text.size()) return {replacement, 1};
  char32_t value = lead & (0xFFu >> (octets + 1));
  for (std::size_t i = 1; i < octets; ++i) {
    const auto octet = static_cast<unsigned char>(text[at + i]);
    if ((octet & 0xC0u) != 0x80) return {replacement, 1};
    value = value << 6 | (octet & 0x3Fu);
  }
  return is_character(value, octets) ? CodePoint{value, octets} : CodePoint{replacement, 1};
}

bool steers_display(char32_t value) {
  constexpr std::array<Range, 7> steering{{{0x00, 0x1F},
                                           {0x7F, 0x9F},
                                           {0x061C, 0x061C},
                                           {0x200E, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2066, 0x2069},
                                           {0xFEFF, 0xFEFF}}};
  return in(steering, value);
}

namespace {

template <typename Map>
std::string mapped(std::string_view text, Map map) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    append_utf8(out, map(point.value));
    at += point.octets;
  }
  return out;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  return mapped(text, [](char32_t value) { return value; });
}

std::string printable(std::string_view text) {
  return mapped(text, [](char32_t value) { return steers_display(value) ? U'·' : value; });
}

std::size_t columns(char32_t value) {
  if (in(zero_width, value)) return 0;
  return in(double_width, value) ? 2 : 1;
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    sum += columns(point.value);
    at += point.octets;
  }
  return sum;
}

std::string fitted(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string{text};
  if (width == 0) return {};
  std::size_t at = 0;
  for (std::size_t used = 1; at < text.size();) {  // 1: the ellipsis
    const CodePoint point = code_point_at(text, at);
    used += columns(point.value);
    if (used > width) break;
    at += point.octets;
  }
  return std::string{text.substr(0, at)} + "…";
}

}  // namespace davy::report
