#include "workbench/report/number_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace davy::report {

std::string plain_number(double value) {
  const bool whole = std::abs(value) < 1e6 && value == std::trunc(value);
  const bool minus_nothing = value == 0 && std::signbit(value);
  if (whole && !minus_nothing) return std::to_string(static_cast<int>(value));
  std::string rounded = fmt::format("{:.6g}", value);
  // Six digits are the shortest form of what they say, but for exponents.
  if (rounded.find('e') == std::string::npos) return rounded;
  return fmt::format("{}", std::strtod(rounded.c_str(), nullptr));
}

std::string to_whole_second(Timestamp t) { return to_rfc3339(t).substr(0, 19) + "Z"; }
std::string time_of_day(Timestamp t) { return to_rfc3339(t).substr(11, 8) + "Z"; }

bool same_day(Timestamp a, Timestamp b) {
  return std::chrono::floor<std::chrono::days>(a) == std::chrono::floor<std::chrono::days>(b);
}

std::string duration_text(Duration length) {
  const double exact_s = seconds(length);
  if (exact_s < 10) return fmt::format("{:.1f} s", exact_s);
  const auto s = static_cast<std::uint64_t>(std::llround(exact_s));
  if (s < 120) return fmt::format("{} s", s);
  if (s < 7'200) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 172'800) return fmt::format("{} h {} min", s / 3'600, s / 60 % 60);
  return fmt::format("{} d {} h", s / 86'400, s / 3'600 % 24);
}

}  // namespace davy::report
