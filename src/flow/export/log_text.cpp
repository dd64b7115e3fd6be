#include "flow/export/log_text.hpp"

#include <array>
#include <charconv>
#include <limits>

#include "flow/dissect/http_head.hpp"

namespace davy::flow {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::size_t address_octets_max = 45;  // INET6_ADDRSTRLEN without its NUL

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes a number of `digits` digits from the front of `text`; -1 where they are none.
int take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// ".655417" as nanoseconds; 0 where no point stands in front; -1 where no digit follows it.
std::int64_t take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  if (text.empty() || !is_digit(text[0])) return -1;
  std::int64_t ns = 0;
  std::int64_t unit = ns_per_s / 10;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), unit /= 10)
    ns += (text[0] - '0') * unit;
  return ns;
}

// Seconds with sign and fraction, to the last octet; beyond 292 years the first or last Duration.
std::optional<Duration> decimal_seconds(std::string_view text) {
  const bool negative = take(text, '-');
  std::uint64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc::invalid_argument) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const std::int64_t fraction = take_fraction(text);
  if (fraction < 0 || !text.empty()) return {};
  constexpr std::uint64_t whole_max = std::numeric_limits<std::int64_t>::max() / ns_per_s;
  if (error == std::errc::result_out_of_range || whole >= whole_max)
    return negative ? Duration::min() : Duration::max();
  const std::int64_t ns = static_cast<std::int64_t>(whole) * ns_per_s + fraction;
  return Duration{negative ? -ns : ns};
}

// "Z", "+0200", "+02:00" or nothing; false where it is something else.
bool take_zone(std::string_view text, Duration& offset, bool& named) {
  named = !text.empty();
  if (text.empty() || text == "Z") return true;
  const bool west = text[0] == '-';
  if (!take(text, '-') && !take(text, '+')) return false;
  const int hours = take_digits(text, 2);
  take(text, ':');
  const int minutes = take_digits(text, 2);
  if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || !text.empty()) return false;
  offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  if (west) offset = -offset;
  return true;
}

// Midnight of "2026-03-02", which it takes.
std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const int year = take_digits(text, 4);
  const bool first_dash = take(text, '-');
  const int month = take_digits(text, 2);
  const bool second_dash = take(text, '-');
  const int day = take_digits(text, 2);
  if (year < 0 || month < 0 || day < 0 || !first_dash || !second_dash) return {};
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return {};
  return std::chrono::sys_days{date};
}

// "08:01:07", which it takes; a leap second is let through.
std::optional<std::chrono::seconds> take_time_of_day(std::string_view& text) {
  const int hours = take_digits(text, 2);
  const bool first_colon = take(text, ':');
  const int minutes = take_digits(text, 2);
  const bool second_colon = take(text, ':');
  const int secs = take_digits(text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || secs < 0 || secs > 60) return {};
  if (!first_colon || !second_colon) return {};
  return std::chrono::hours{hours} + std::chrono::minutes{minutes} + std::chrono::seconds{secs};
}

Timestamp clamped(std::chrono::sys_seconds second, Duration fraction) {
  constexpr std::chrono::seconds reach{std::numeric_limits<std::int64_t>::max() / ns_per_s - 1};
  if (second.time_since_epoch() > reach) return Timestamp::max();
  if (second.time_since_epoch() < -reach) return Timestamp::min();
  return second + fraction;
}

std::optional<LogTime> calendar_time(std::string_view text) {
  const auto day = take_date(text);
  if (!day || !(take(text, 'T') || take(text, ' '))) return {};
  const auto of_day = take_time_of_day(text);
  const std::int64_t fraction = take_fraction(text);
  Duration offset{};
  bool named = false;
  if (!of_day || fraction < 0 || !take_zone(text, offset, named)) return {};
  const auto whole_offset = std::chrono::duration_cast<std::chrono::seconds>(offset);
  return LogTime{clamped(*day + *of_day - whole_offset, Duration{fraction}), named};
}

// Zeek's JSON::TS_MILLIS. Thirteen digits are 2001 to 2286; as seconds they would be tens of thousands of years away.
std::optional<Timestamp> since_1970_ms(std::string_view text) {
  constexpr std::size_t digits = 13;
  constexpr std::int64_t ns_per_ms = 1'000'000;
  if (text.size() != digits || text[0] == '0') return {};
  const auto number = log_number(text);
  if (!number) return {};
  return timestamp_ns(static_cast<std::int64_t>(*number) * ns_per_ms);
}

std::optional<IpAddress> dotted(std::string_view text) {
  std::array<std::uint8_t, 4> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i > 0 && !take(text, '.')) return {};
    unsigned value = 0;
    std::size_t digits = 0;
    for (; digits < 3 && digits < text.size() && is_digit(text[digits]); ++digits)
      value = value * 10 + static_cast<unsigned>(text[digits] - '0');
    if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0')) return {};
    octets[i] = static_cast<std::uint8_t>(value);
    text.remove_prefix(digits);
  }
  if (!text.empty()) return {};
  return IpAddress::v4(octets.data());
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> log_number(std::string_view text) {
  text = trim_blanks(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

std::optional<std::uint16_t> log_port(std::string_view text) {
  const auto number = log_number(text);
  if (!number || *number > 0xffff) return {};
  return static_cast<std::uint16_t>(*number);
}

std::optional<IpAddress> log_address(std::string_view text) {
  text = trim_blanks(text);
  if (const auto address = dotted(text)) return address;
  // What reads IPv6 below ends at a NUL, and would take the text in front of it for all.
  if (text.size() > address_octets_max || text.find('\0') != std::string_view::npos) return {};
  if (text.find(':') == std::string_view::npos) return {};
  return parse_ip_address(text);
}

std::optional<LogTime> log_time(std::string_view text) {
  text = trim_blanks(text);
  if (text.size() > 4 && text[4] == '-') return calendar_time(text);
  if (const auto milliseconds = since_1970_ms(text)) return LogTime{*milliseconds, true};
  const auto since_1970 = decimal_seconds(text);
  if (!since_1970) return {};
  return LogTime{Timestamp{*since_1970}, true};
}

std::optional<Duration> log_duration(std::string_view text) {
  return decimal_seconds(trim_blanks(text));
}

LogTransport log_transport(std::string_view text) {
  text = trim_blanks(text);
  if (text.empty()) return LogTransport::none;
  if (text == "6" || equal_ignoring_case(text, "tcp")) return LogTransport::tcp;
  if (text == "17" || equal_ignoring_case(text, "udp")) return LogTransport::udp;
  return LogTransport::other;
}

std::uint8_t tcp_flags_of_letters(std::string_view text) {
  static constexpr std::string_view letters = "FSRPAUEC";  // from the lowest bit
  unsigned flags = 0;
  for (const char c : text) {
    const std::size_t bit = letters.find(c);
    if (bit != std::string_view::npos) flags |= 1u << bit;
  }
  return static_cast<std::uint8_t>(flags);
}

std::uint8_t tcp_flags_of_hex(std::string_view text) {
  std::uint8_t flags = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, flags, 16);
  return error == std::errc{} && end == last ? flags : std::uint8_t{0};
}

std::string_view without_port(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos || authority.find(':', colon + 1) != std::string_view::npos)
    return authority;  // none, or an IPv6 address without brackets
  return authority.substr(0, colon);
}

std::string_view common_name(std::string_view subject) {
  while (!subject.empty()) {
    const std::size_t comma = subject.find(',');
    const std::string_view part = trim_blanks(subject.substr(0, comma));
    if (part.starts_with("CN=")) return part.substr(3);
    if (comma == std::string_view::npos) break;
    subject.remove_prefix(comma + 1);
  }
  return {};
}

}  // namespace davy::flow
