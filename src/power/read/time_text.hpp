// Times as tables and logs write them, as moments of a meter's local time.
//
// Units:   seconds; fractions are dropped.
// Shape:   ISO 8601 and what is near it (2018-1-5 7:00, 2018/01/05 07:00:00, 20180105 0700, 2018年1月5日 7时15分), day first or
//          month first, names of months, AM and PM, 24:00, seconds or milliseconds since 1970. The last date is remembered:
//          most readings are of the day of the one before.
// Errors:  Flaw::unreadable_time, Flaw::local_time_skipped.
// Threads: one owner.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "power/power_record.hpp"
#include "power/read/local_zone.hpp"

namespace davy::power {

enum class DateOrder : std::uint8_t { unknown, year_first, day_first, month_first };
// Of dates such as 13/01/2018, by whichever number cannot be a month; unknown where a text does not tell.
DateOrder order_told_by(std::string_view text);
// "dmy", "day_first", "%d/%m/%Y %H:%M"; nothing where it is none.
std::optional<DateOrder> parse_date_order(std::string_view text);

struct CivilText {
  LocalSecond second = 0;                // as written
  std::optional<std::int64_t> offset_s;  // of a zone that is written behind
};
// One text, whatever it looks like.
std::optional<CivilText> parse_time(std::string_view text, DateOrder order);
// Minutes of a day, of "7:15", "07:15:00", "0715", "24:00", "7:15 PM".
std::optional<int> parse_clock_min(std::string_view text);

class TimeReader {
 public:
  // `shift_s` is added: -1 where times name the end of their interval.
  TimeReader(LocalZone zone, DateOrder order, bool is_utc, std::int64_t shift_s)
      : zone_(std::move(zone)), order_(order), is_utc_(is_utc), shift_s_(shift_s) {}

  std::expected<Moment, Flaw> read(std::string_view text);
  std::expected<Moment, Flaw> of(const CivilText& time);
  std::expected<Moment, Flaw> of_utc(std::int64_t utc_s) { return of({utc_s, 0}); }
  bool zone_was_written() const { return zone_written_; }
  DateOrder order() const { return order_; }

 private:
  std::optional<CivilText> quick(std::string_view text);

  LocalZone zone_;
  DateOrder order_;
  bool is_utc_;
  std::int64_t shift_s_;
  bool zone_written_ = false;
  char date_[10] = {};  // of the last time: YYYY-MM-DD
  LocalSecond date_s_ = 0;
};

}  // namespace davy::power
