// Days and months of the tables: "2020-04-15" and "2020-04".
//
// Units:   days of UTC.
// Errors:  nothing where the text is no such day or month; years 1970 to 2105 only.
// Threads: pure functions.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace davy::energy {

using Day = std::chrono::sys_days;
using Month = std::chrono::year_month;

std::optional<Day> parse_day(
    std::string_view text);  // YYYY-MM-DD, what follows a T or blank is ignored
std::optional<Month> parse_month(std::string_view text);     // YYYY-MM or YYYY-MM-DD
std::optional<Timestamp> parse_time(std::string_view text);  // RFC 3339 with any offset, or a day

std::string to_text(Day day);
std::string to_text(Month month);

inline Day day_of(Timestamp time) { return std::chrono::floor<std::chrono::days>(time); }
inline Month month_of(Day day) {
  const std::chrono::year_month_day date{day};
  return date.year() / date.month();
}
inline int year_of(Day day) { return int{std::chrono::year_month_day{day}.year()}; }
inline Day first_of(Month month) { return Day{month / std::chrono::day{1}}; }
inline Day first_of_year(int year) {
  return Day{std::chrono::year{year} / std::chrono::January / std::chrono::day{1}};
}
// Days from the first of `month` to the first of the next.
inline int days_in(Month month) {
  return static_cast<int>((first_of(month + std::chrono::months{1}) - first_of(month)).count());
}

}  // namespace davy::energy
