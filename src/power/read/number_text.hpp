// Numbers of tables, quickly where they are plain decimals.
//
// Shape:   scan_number() reads as far as the number goes and says where it ends; `to` is readable up to and not including it.
//          A decimal comma is taken where commas do not separate. Fifteen digits and fewer are exact.
// Errors:  `from` where there is no number.
// Threads: pure.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace davy::power {

inline constexpr std::array<double, 20> tens{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                             1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                             1e14, 1e15, 1e16, 1e17, 1e18, 1e19};

inline bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

inline const char* scan_number(const char* from, const char* to, bool comma_is_point,
                               double& value) {
  constexpr std::uint64_t exact_max = std::uint64_t{1} << 53;
  const char* p = from;
  const bool minus = p != to && *p == '-';
  if (p != to && (*p == '-' || *p == '+')) ++p;
  const char* const digits = p;
  std::uint64_t number = 0;
  for (; p != to && is_digit(*p); ++p) number = number * 10 + static_cast<std::uint64_t>(*p - '0');
  std::int64_t count = p - digits;
  std::size_t decimals = 0;
  if (p != to && (*p == '.' || (*p == ',' && comma_is_point))) {
    const char* const point = p++;
    for (; p != to && is_digit(*p); ++p)
      number = number * 10 + static_cast<std::uint64_t>(*p - '0');
    decimals = static_cast<std::size_t>(p - point - 1);
    count += p - point - 1;
  }
  if (count == 0) return from;
  const bool plain = count <= 19 && number <= exact_max && (p == to || (*p != 'e' && *p != 'E'));
  if (!plain) {
    const auto [end, failed] = std::from_chars(from + (*from == '+'), to, value);
    return failed == std::errc{} && end >= p ? end : from;
  }
  const double absolute = static_cast<double>(number) / tens[decimals];
  value = minus ? -absolute : absolute;
  return p;
}

// A whole field: blanks and quotes around it, and separators of thousands, are no part of the number.
std::optional<double> field_number(std::string_view text, bool comma_is_point);
// A field that says that there is no reading: empty, "-", "NA", "null", "NaN".
bool is_no_reading(std::string_view text);

}  // namespace davy::power
