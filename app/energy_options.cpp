#include "app/energy_options.hpp"

#include <fmt/format.h>

#include <vector>

#include "workbench/energy/calendar.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::app {

Result<std::pair<Timestamp, Timestamp>> time_window(const std::string& text,
                                                    std::string_view option) {
  const std::size_t slash = text.find('/');
  const auto from = energy::parse_time(std::string_view{text}.substr(0, slash));
  const auto to = slash == std::string::npos
                      ? std::nullopt
                      : energy::parse_time(std::string_view{text}.substr(slash + 1));
  if (!from || !to || *to <= *from)
    return usage_error(fmt::format("{} {}: not FROM/TO, two times or days in order", option, text));
  // The last of two days is meant whole.
  const bool day = text.size() - slash - 1 == 10;
  return std::pair{*from, day ? *to + std::chrono::hours{24} : *to};
}

Result<energy::Interval> interval_option(const std::string& text, std::string_view option,
                                         double factor) {
  std::vector<double> numbers;
  std::string_view rest = text;
  for (bool more = true; more;) {
    const std::size_t colon = rest.find(':');
    const auto number = energy::number(rest.substr(0, colon));
    more = colon != std::string_view::npos;
    if (!number || *number < 0) break;
    numbers.push_back(*number * factor);
    rest = more ? rest.substr(colon + 1) : std::string_view{};
  }
  const bool ordered = numbers.size() == 3 && numbers[0] <= numbers[1] && numbers[1] <= numbers[2];
  if (!rest.empty() || !(numbers.size() == 1 || ordered))
    return usage_error(
        fmt::format("{} {}: not LOWER:BEST:UPPER in order, nor one number", option, text));
  return numbers.size() == 1 ? energy::Interval{numbers[0], numbers[0], numbers[0]}
                             : energy::Interval{numbers[0], numbers[1], numbers[2]};
}

}  // namespace davy::app
