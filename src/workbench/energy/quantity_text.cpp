#include "workbench/energy/quantity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace davy::energy {
namespace {

struct Prefix {
  double factor;
  std::string_view letter;
};
constexpr std::array<Prefix, 12> prefixes{{{1e18, "E"},
                                           {1e15, "P"},
                                           {1e12, "T"},
                                           {1e9, "G"},
                                           {1e6, "M"},
                                           {1e3, "k"},
                                           {1, ""},
                                           {1e-3, "m"},
                                           {1e-6, "µ"},
                                           {1e-9, "n"},
                                           {1e-12, "p"},
                                           {1e-15, "f"}}};

// 999.6 rounds to 1000, so it already takes the next prefix.
const Prefix& prefix_of(double value) {
  const auto fits = [value](const Prefix& p) { return std::abs(value) >= 0.9995 * p.factor; };
  const auto found = std::find_if(prefixes.begin(), prefixes.end(), fits);
  if (value == 0) return prefixes[6];
  return found == prefixes.end() ? prefixes.back() : *found;
}

std::string three_digits(double value) {
  const double magnitude = std::abs(value);
  if (magnitude >= 99.95) return fmt::format("{:.0f}", value);
  if (magnitude >= 9.995) return fmt::format("{:.1f}", value);
  if (magnitude == 0) return "0";
  return fmt::format("{:.2f}", value);
}

}  // namespace

std::string with_si_prefix(double value, std::string_view unit) {
  const Prefix& prefix = prefix_of(value);
  return fmt::format("{} {}{}", three_digits(value / prefix.factor), prefix.letter, unit);
}

std::string si_range(const Interval& interval, std::string_view unit, std::string_view to) {
  if (interval.lower > 0 && interval.upper >= 20 * interval.lower) {
    return fmt::format("{} {} {}", with_si_prefix(interval.lower, unit), to,
                       with_si_prefix(interval.upper, unit));
  }
  const Prefix& prefix = prefix_of(interval.upper);
  return fmt::format("{} {} {} {}{}", three_digits(interval.lower / prefix.factor), to,
                     three_digits(interval.upper / prefix.factor), prefix.letter, unit);
}

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

}  // namespace davy::energy
