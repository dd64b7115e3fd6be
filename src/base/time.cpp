#include "base/time.hpp"

#include <array>

namespace davy {
namespace {

// Written by hand: a report holds a dozen times for each flow, and a general formatter takes longer than all else in it.
void put_digits(char* at, std::uint64_t number, std::size_t digits) {
  for (std::size_t i = digits; i > 0; --i, number /= 10)
    at[i - 1] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string to_rfc3339(Timestamp t) {
  // int64 nanoseconds reach from 1677 to 2262, so the year always has four digits.
  // Whole seconds first: the day that holds the earliest time begins before nanoseconds do.
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  const std::int64_t ns = t.time_since_epoch().count();
  const std::int64_t ns_of_second = (ns % ns_per_s + ns_per_s) % ns_per_s;
  const std::chrono::sys_seconds second{
      std::chrono::seconds{ns / ns_per_s - (ns % ns_per_s < 0 ? 1 : 0)}};
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date{day};
  const auto s_of_day = static_cast<std::uint64_t>((second - day).count());
  const auto us_of_second = static_cast<std::uint64_t>(ns_of_second) / 1'000;
  std::string text = "0000-00-00T00:00:00.000000Z";
  char* at = text.data();
  put_digits(at, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  put_digits(at + 5, static_cast<unsigned>(date.month()), 2);
  put_digits(at + 8, static_cast<unsigned>(date.day()), 2);
  put_digits(at + 11, s_of_day / 3'600, 2);
  put_digits(at + 14, s_of_day / 60 % 60, 2);
  put_digits(at + 17, s_of_day % 60, 2);
  put_digits(at + 20, us_of_second, 6);
  return text;
}

}  // namespace davy
