#include "power/read/time_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <string>

#include "power/read/number_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr std::int64_t minute_s = 60;
constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t day_s = 86'400;

// A cursor over a text of numbers with signs between.
struct Cursor {
  std::string_view rest;

  bool take(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  void blanks() {
    while (take(' ')) {
    }
  }
  // Up to `digits_max` digits; -1 where there are none.
  int number(std::size_t digits_max) {
    int value = -1;
    for (std::size_t i = 0; i < digits_max && !rest.empty() && is_digit(rest[0]); ++i) {
      value = std::max(value, 0) * 10 + (rest[0] - '0');
      rest.remove_prefix(1);
    }
    return value;
  }
  std::size_t digits() const {
    return static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin());
  }
};

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
};

std::optional<LocalSecond> seconds_of(const Date& date) {
  const std::chrono::year_month_day day{std::chrono::year{date.year},
                                        std::chrono::month{static_cast<unsigned>(date.month)},
                                        std::chrono::day{static_cast<unsigned>(date.day)}};
  if (date.year < 1 || date.month < 1 || date.day < 1 || !day.ok()) return std::nullopt;
  return std::chrono::sys_days{day}.time_since_epoch().count() * day_s;
}

int month_named(Cursor& text) {
  static constexpr std::array<std::string_view, 12> months{
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string word = lower(text.rest.substr(0, 3));
  const auto* found = std::ranges::find(months, word);
  if (found == months.end()) return -1;
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  const auto* const end = std::ranges::find_if_not(text.rest, is_letter);
  text.rest.remove_prefix(static_cast<std::size_t>(end - text.rest.begin()));
  return static_cast<int>(found - months.begin()) + 1;
}

bool date_sign(Cursor& text) {
  return text.take('-') || text.take('/') || text.take('.') || text.take(' ');
}

int month_or_number(Cursor& text) {
  const int number = text.number(2);
  return number >= 0 ? number : month_named(text);
}

std::optional<Date> year_first(Cursor& text, int year) {
  if (text.take("年")) {
    const int month = text.number(2);
    if (!text.take("月")) return std::nullopt;
    const int day = text.number(2);
    text.take("日");
    return Date{year, month, day};
  }
  if (!date_sign(text)) return std::nullopt;
  const int month = month_or_number(text);
  if (!date_sign(text)) return std::nullopt;
  return Date{year, month, text.number(2)};
}

int full_year(int year, std::size_t digits) { return digits == 2 ? 2000 + year : year; }

// 05/01/2018, 5-Jan-18, Jan 5, 2018.
std::optional<Date> year_last(Cursor& text, DateOrder order) {
  int first = text.number(2);
  const bool named_first = first < 0;
  if (named_first) first = month_named(text);
  if (!date_sign(text)) return std::nullopt;
  const bool named_second = !text.rest.empty() && !is_digit(text.rest[0]);
  const int second = month_or_number(text);
  text.take(',');
  while (date_sign(text)) {
  }
  const std::size_t digits = std::min<std::size_t>(text.digits(), 4);
  const int year = full_year(text.number(4), digits);
  if (digits != 4 && digits != 2) return std::nullopt;
  const bool month_leads = named_first || (!named_second && order == DateOrder::month_first);
  return month_leads ? Date{year, first, second} : Date{year, second, first};
}

std::optional<Date> take_date(Cursor& text, DateOrder order) {
  const std::size_t digits = text.digits();
  if (digits == 4) return year_first(text, text.number(4));
  if (digits == 8 || digits == 10 || digits == 12 || digits == 14) {
    const int year = text.number(4);
    const int month = text.number(2);
    return Date{year, month, text.number(2)};
  }
  return year_last(text, order);
}

bool clock_sign(Cursor& text) { return text.take(':') || text.take("时") || text.take("点"); }

void take_fraction(Cursor& text) {
  if (text.take('.') || text.take(',')) text.rest.remove_prefix(text.digits());
}

// Hours since noon or midnight, by the letters behind the clock; false: the hour cannot be.
bool take_half_of_day(Cursor& text, int& hour) {
  text.blanks();
  const std::string letters = lower(text.rest.substr(0, 2));
  if (letters != "am" && letters != "pm") return true;
  text.rest.remove_prefix(2);
  if (hour < 1 || hour > 12) return false;
  hour = hour % 12 + (letters == "pm" ? 12 : 0);
  return true;
}

// Seconds of the day; 24:00 is the end of it.
std::optional<std::int64_t> take_clock(Cursor& text) {
  int hour = text.number(2);
  const bool compact = text.digits() >= 2;
  int minute = 0;
  int second = 0;
  if (compact || clock_sign(text)) {
    const bool minute_missing = text.digits() == 0;  // "7时"
    minute = minute_missing ? 0 : text.number(2);
    text.take("分");
    if (text.take(':') || (text.digits() >= 2)) second = text.number(2);
    text.take("秒");
    take_fraction(text);
  }
  if (!take_half_of_day(text, hour)) return std::nullopt;
  const bool end_of_day = hour == 24 && minute == 0 && second == 0;
  if (hour < 0 || minute < 0 || second < 0 || minute > 59 || second > 60) return std::nullopt;
  if (hour > 23 && !end_of_day) return std::nullopt;
  return hour * hour_s + minute * minute_s + second;
}

// CST, CEST, EDT: several zones share such letters, but all of them say that the clock is a local one.
bool is_zone_letters(std::string_view text) {
  return text.size() >= 3 && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "Z", "UTC", "+08:00", "+0800", "+08", letters of a local zone; nothing written is fine, anything else is not.
bool take_offset(Cursor& text, std::optional<std::int64_t>& offset_s) {
  text.blanks();
  if (text.rest.empty()) return true;
  if (text.rest == "Z" || text.rest == "z" || text.rest == "UTC" || text.rest == "GMT") {
    offset_s = 0;
    return true;
  }
  if (is_zone_letters(text.rest)) return true;
  const int sign = text.take('+') ? 1 : text.take('-') ? -1 : 0;
  const int hours = text.number(2);
  text.take(':');
  const int minutes = text.rest.empty() ? 0 : text.number(2);
  if (sign == 0 || hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || !text.rest.empty())
    return false;
  offset_s = sign * (hours * hour_s + minutes * minute_s);
  return true;
}

// Seconds, milliseconds, microseconds or nanoseconds since 1970, by how many digits there are.
std::optional<CivilText> since_1970(std::string_view text) {
  const std::string_view whole = text.substr(0, text.find('.'));
  if (!std::ranges::all_of(whole, is_digit)) return std::nullopt;
  std::int64_t divisor = 0;
  if (whole.size() == 9 || whole.size() == 10) divisor = 1;
  if (whole.size() == 13) divisor = 1'000;
  if (whole.size() == 16) divisor = 1'000'000;
  if (whole.size() == 19) divisor = 1'000'000'000;
  if (divisor == 0) return std::nullopt;
  const bool fraction_only =
      whole.size() == text.size() || std::ranges::all_of(text.substr(whole.size() + 1), is_digit);
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (failed != std::errc{} || !fraction_only) return std::nullopt;
  return CivilText{value / divisor, 0};
}

// 2018010507 and 201801050715 are dates; ten digits that begin with 1 are seconds: 2001 to 2033.
bool looks_like_seconds(std::string_view text) { return text.size() != 10 || text[0] == '1'; }

}  // namespace

std::optional<CivilText> parse_time(std::string_view text, DateOrder order) {
  text = trim(text);
  if (looks_like_seconds(text))
    if (const auto time = since_1970(text)) return time;
  Cursor cursor{text};
  const auto date = take_date(cursor, order);
  const auto date_s = date ? seconds_of(*date) : std::nullopt;
  if (!date_s) return std::nullopt;
  CivilText time{*date_s, std::nullopt};
  cursor.take('T');
  cursor.blanks();
  if (cursor.rest.empty()) return time;
  const auto clock_s = take_clock(cursor);
  if (!clock_s || !take_offset(cursor, time.offset_s)) return std::nullopt;
  time.second += *clock_s;
  return time;
}

std::optional<int> parse_clock_min(std::string_view text) {
  Cursor cursor{trim(text)};
  if (cursor.digits() == 0 || cursor.rest.size() < 3) return std::nullopt;
  const auto clock_s = take_clock(cursor);
  if (!clock_s || !cursor.rest.empty()) return std::nullopt;
  return static_cast<int>(*clock_s / minute_s);
}

DateOrder order_told_by(std::string_view text) {
  Cursor cursor{trim(text)};
  if (cursor.digits() >= 4) return DateOrder::year_first;
  const int first = cursor.number(2);
  if (first < 0 || !date_sign(cursor)) return DateOrder::unknown;
  const int second = cursor.number(2);
  if (second < 0) return DateOrder::day_first;  // the month has a name
  if (first > 12) return DateOrder::day_first;
  return second > 12 ? DateOrder::month_first : DateOrder::unknown;
}

std::optional<DateOrder> parse_date_order(std::string_view text) {
  const std::string low = lower(trim(text));
  const std::size_t year = low.find('y');
  const std::size_t month = low.find('m');
  const std::size_t day = low.find('d');
  if (year == low.npos || month == low.npos || day == low.npos) return std::nullopt;
  if (low == "day_first") return DateOrder::day_first;
  if (low == "month_first") return DateOrder::month_first;
  if (year < month && year < day) return DateOrder::year_first;
  return day < month ? DateOrder::day_first : DateOrder::month_first;
}

std::optional<CivilText> TimeReader::quick(std::string_view text) {
  const bool shape = (text.size() == 16 || text.size() == 19) && text[13] == ':' &&
                     (text[10] == ' ' || text[10] == 'T') && (text.size() == 16 || text[16] == ':');
  if (!shape || std::memcmp(text.data(), date_, sizeof date_) != 0) return std::nullopt;
  const auto two = [&](std::size_t at) {
    const int tens_digit = text[at] - '0';
    const int ones_digit = text[at + 1] - '0';
    const bool digits = is_digit(text[at]) && is_digit(text[at + 1]);
    return digits ? tens_digit * 10 + ones_digit : 1000;
  };
  const int hour = two(11);
  const int minute = two(14);
  const int second = text.size() == 19 ? two(17) : 0;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return CivilText{date_s_ + hour * hour_s + minute * minute_s + second, std::nullopt};
}

std::expected<Moment, Flaw> TimeReader::read(std::string_view text) {
  if (const auto time = quick(text)) return of(*time);
  const auto time = parse_time(text, order_);
  if (!time) return std::unexpected(Flaw::unreadable_time);
  if ((text.size() == 16 || text.size() == 19) && !time->offset_s && text[4] == '-') {
    std::memcpy(date_, text.data(), sizeof date_);
    date_s_ = time->second - (time->second % day_s + day_s) % day_s;
    if (text.substr(11, 2) == "24") date_[0] = 0;
  }
  return of(*time);
}

std::expected<Moment, Flaw> TimeReader::of(const CivilText& time) {
  const bool zoned = time.offset_s.has_value() || is_utc_;
  zone_written_ |= zoned;
  const LocalZone::Local local =
      zoned ? zone_.of_utc(time.second - time.offset_s.value_or(0) + shift_s_)
            : zone_.of_local(time.second + shift_s_);
  if (local.skipped) return std::unexpected(Flaw::local_time_skipped);
  return moment(local.second, local.pass);
}

}  // namespace davy::power
