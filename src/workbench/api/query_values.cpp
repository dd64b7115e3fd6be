// Values of a query and of answers that many routes share.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "workbench/api/routes.hpp"

namespace davy::api {
namespace {

constexpr std::size_t rows_usual = 50;
constexpr std::size_t rows_max = 200;

bool digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  if (text.size() < at + count) return false;
  const char* const begin = text.data() + at;
  const auto [end, failed] = std::from_chars(begin, begin + count, value);
  return failed == std::errc{} && end == begin + count;
}

}  // namespace

std::string time_text(Timestamp time) { return to_rfc3339(time); }

// RFC 3339 in UTC: "2026-11-30T08:15:00Z", with or without a fraction, which is left out.
std::optional<Timestamp> time_of(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool read = digits(text, 0, 4, year) && digits(text, 5, 2, month) &&
                    digits(text, 8, 2, day) && digits(text, 11, 2, hour) &&
                    digits(text, 14, 2, minute) && digits(text, 17, 2, second);
  if (!read || !text.ends_with('Z') || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < 1970 || year > 2200) return std::nullopt;
  return Timestamp{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second};
}

std::size_t limit_of(const Request& request) {
  std::size_t limit = rows_usual;
  if (const auto text = request.asked("limit"))
    std::from_chars(text->data(), text->data() + text->size(), limit);
  return std::clamp<std::size_t>(limit, 1, rows_max);
}

}  // namespace davy::api
