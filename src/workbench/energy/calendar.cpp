#include "workbench/energy/calendar.hpp"

#include <fmt/format.h>

#include <charconv>

namespace davy::energy {
namespace {

// Nanoseconds in 64 bits span 292 years from 1970 on; sums of a time and of 10^6 hours stay inside.
constexpr int year_min = 1970, year_max = 2105;

// The number that `digits` octets at `at` are; -1 if they are anything else.
int digits_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_at(std::string_view text, std::size_t at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
}

// Nanoseconds of ".123456"; `at` moves behind them.
std::int64_t fraction_ns(std::string_view text, std::size_t& at) {
  std::int64_t ns = 0, unit = 100'000'000;
  if (!is_at(text, at, ".,")) return 0;
  for (++at; is_at(text, at, "0123456789"); ++at, unit /= 10) ns += unit * (text[at] - '0');
  return ns;
}

std::optional<std::chrono::minutes> offset(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z") return std::chrono::minutes{0};
  const int hours = digits_at(zone, 1, 2), minutes = digits_at(zone, 4, 2);
  if (zone.size() != 6 || !is_at(zone, 0, "+-") || zone[3] != ':' || hours < 0 || hours > 23 ||
      minutes < 0 || minutes > 59)
    return std::nullopt;
  return std::chrono::minutes{(zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes)};
}

}  // namespace

std::optional<Month> parse_month(std::string_view text) {
  const int year = digits_at(text, 0, 4), month = digits_at(text, 5, 2);
  if (text.size() != 7 && !parse_day(text)) return std::nullopt;
  if (year < year_min || year > year_max || !is_at(text, 4, "-") || month < 1 || month > 12)
    return std::nullopt;
  return std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)};
}

std::optional<Day> parse_day(std::string_view text) {
  const int year = digits_at(text, 0, 4), month = digits_at(text, 5, 2),
            day = digits_at(text, 8, 2);
  const bool formed = year >= year_min && year <= year_max && is_at(text, 4, "-") &&
                      is_at(text, 7, "-") && month >= 1 && day >= 1 &&
                      (text.size() == 10 || is_at(text, 10, "Tt "));
  if (!formed) return std::nullopt;
  const auto date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                    std::chrono::day{static_cast<unsigned>(day)};
  return date.ok() ? std::optional{Day{date}} : std::nullopt;
}

std::optional<Timestamp> parse_time(std::string_view text) {
  const auto day = parse_day(text);
  if (!day || text.size() == 10) return day;
  const int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
      !is_at(text, 13, ":") || !is_at(text, 16, ":"))
    return std::nullopt;
  std::size_t at = 19;
  const std::int64_t ns = fraction_ns(text, at);
  const auto zone = offset(text.substr(at));
  if (!zone) return std::nullopt;
  return Timestamp{*day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + Duration{ns} - *zone;
}

std::string to_text(Day day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()},
                     unsigned{date.day()});
}

std::string to_text(Month month) {
  return fmt::format("{:04}-{:02}", int{month.year()}, unsigned{month.month()});
}

}  // namespace davy::energy
