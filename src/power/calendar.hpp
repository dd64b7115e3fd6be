// Days that are not like others: holidays, closures, terms. Optional; it explains load that would otherwise look odd.
//
// Shape:   a file has a period a line, tab-separated under a heading: first_day, last_day (YYYY-MM-DD, both included), kind.
//          Kinds are the user's own words ("holiday", "term"); each is one thing that a load may follow.
// Errors:  a line that is none is told with its number.
// Threads: a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "power/power_record.hpp"

namespace davy::power {

std::optional<Day> parse_day(std::string_view text);  // "2018-12-24"
std::string day_text(Day day);
// 0 Monday … 6 Sunday.
int weekday(Day day);

class Calendar {
 public:
  static Result<Calendar> parse(std::string_view text, std::string_view file_name);

  void add(Day first, Day last, std::string_view kind);
  std::size_t kinds() const { return kinds_.size(); }
  bool is(Day day, std::size_t kind) const;
  // Saturday, Sunday, or a kind whose name says that people are off: holiday, closure, 假日.
  bool is_off(Day day) const;

 private:
  struct Period {
    Day first;
    Day last;
  };
  struct Kind {
    std::string name;
    bool off = false;
    std::vector<Period> periods;
  };
  std::vector<Kind> kinds_;
};

}  // namespace davy::power
