#include "power/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/limits.hpp"
#include "base/tsv.hpp"

namespace davy::power {
namespace {

bool is_off_word(std::string_view kind) {
  static constexpr std::array<std::string_view, 4> words{"holiday", "closure", "vacation", "假"};
  return std::ranges::any_of(
      words, [&](std::string_view word) { return kind.find(word) != std::string_view::npos; });
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::string day_text(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

int weekday(Day day) {
  const std::chrono::weekday w{std::chrono::sys_days{std::chrono::days{day}}};
  return static_cast<int>(w.iso_encoding()) - 1;
}

Result<Calendar> Calendar::parse(std::string_view text, std::string_view file_name) {
  Calendar calendar;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    ++number;
    if (line.empty() || line.front() == '#' || line.starts_with("first_day")) continue;
    const auto [first, last, kind] = tsv_fields<3>(line);
    const auto from = parse_day(first);
    const auto to = parse_day(last);
    if (!from || !to || *to < *from || kind.empty())
      return input_error(fmt::format(
          "{}:{}: not a period: first_day, last_day (YYYY-MM-DD) and kind, with tabs between",
          file_name, number));
    calendar.add(*from, *to, kind);
    if (calendar.kinds() > limits::calendar_kinds_max)
      return input_error(fmt::format("{}:{}: more than {} kinds of days", file_name, number,
                                     limits::calendar_kinds_max));
  }
  return calendar;
}

void Calendar::add(Day first, Day last, std::string_view kind) {
  auto known = std::ranges::find(kinds_, kind, &Kind::name);
  if (known == kinds_.end()) {
    kinds_.push_back({.name = std::string{kind}, .off = is_off_word(kind), .periods = {}});
    known = kinds_.end() - 1;
  }
  known->periods.push_back({first, last});
}

bool Calendar::is(Day day, std::size_t kind) const {
  return std::ranges::any_of(kinds_[kind].periods,
                             [&](const Period& p) { return p.first <= day && day <= p.last; });
}

bool Calendar::is_off(Day day) const {
  if (weekday(day) >= 5) return true;
  for (std::size_t kind = 0; kind < kinds_.size(); ++kind)
    if (kinds_[kind].off && is(day, kind)) return true;
  return false;
}

}  // namespace davy::power
