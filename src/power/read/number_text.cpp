#include "power/read/number_text.hpp"

#include <algorithm>
#include <string>

#include "power/read/words.hpp"

namespace davy::power {
namespace {

// "1,234,567.8": groups of three behind the first.
std::optional<std::string> without_thousands(std::string_view text, char separator) {
  std::string plain;
  std::size_t group = 0;
  bool grouped = false;
  for (const char c : text) {
    if (c == separator) {
      if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
      grouped = true;
      group = 0;
      continue;
    }
    plain += c;
    if (!is_digit(c) && c != '-' && grouped && group != 3) return std::nullopt;
    if (!is_digit(c) && c != '-') grouped = false;
    group = is_digit(c) ? group + 1 : 0;
  }
  if (grouped && group != 3) return std::nullopt;
  return plain;
}

std::optional<double> whole_number(std::string_view text, bool comma_is_point) {
  double value = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || scan_number(text.data(), end, comma_is_point, value) != end)
    return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> field_number(std::string_view text, bool comma_is_point) {
  text = trim(text);
  if (const auto value = whole_number(text, comma_is_point)) return value;
  const char separator = comma_is_point ? '.' : ',';
  if (text.find(separator) == text.npos) return std::nullopt;
  const auto plain = without_thousands(text, separator);
  return plain ? whole_number(*plain, comma_is_point) : std::nullopt;
}

bool is_no_reading(std::string_view text) {
  static constexpr std::array<std::string_view, 9> none{"",     "-",   "--",   "na",        "n/a",
                                                        "null", "nan", "none", "no reading"};
  return std::ranges::find(none, lower(trim(text))) != none.end();
}

}  // namespace davy::power
