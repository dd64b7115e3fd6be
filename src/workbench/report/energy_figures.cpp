#include "workbench/report/energy_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

std::string with_decimals(double value, int decimals) {
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return value < 0 ? "-" + digits : digits;
}

int decimals_for(double value, int digits) {
  if (value == 0) return 0;
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::clamp(digits - 1 - magnitude, 0, 12);
}

}  // namespace

std::string figure(double value, int digits) {
  if (!std::isfinite(value)) return "–";
  return with_decimals(value, decimals_for(value, digits));
}

std::string figure(const std::optional<double>& value, int digits) {
  return value ? figure(*value, digits) : std::string{};
}

std::string exact(double value) { return figure(value, 6); }

std::string percent(double part, int decimals) {
  return fmt::format("{:+.{}f} %", part * 100, decimals);
}

std::string share_text(double percent) { return fmt::format("{:.2f} %", percent); }

std::string range_text(const energy::Interval& interval, Language language, int digits) {
  if (interval.lower == interval.upper) return figure(interval.best, digits);
  return fmt::format("{} ({} {} {})", figure(interval.best, digits), figure(interval.lower, digits),
                     text(Text::to, language), figure(interval.upper, digits));
}

}  // namespace davy::report
