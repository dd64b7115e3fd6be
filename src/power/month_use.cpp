#include "power/month_use.hpp"

#include <algorithm>

#include "power/calendar.hpp"

namespace davy::power {
namespace {

constexpr Hour hours_a_day = 24;

Day day_of(Hour hour) {
  return hour >= 0 ? hour / hours_a_day : (hour - hours_a_day + 1) / hours_a_day;
}

void add(MonthUse& use, float kw) {
  use.peak_kw =
      use.hours == 0 ? static_cast<double>(kw) : std::max(use.peak_kw, static_cast<double>(kw));
  ++use.hours;
  use.mean_kw += (static_cast<double>(kw) - use.mean_kw) / use.hours;
}

}  // namespace

std::vector<MonthUse> month_uses(const PowerRecord& record) {
  std::vector<MonthUse> uses;
  Day day = day_of(record.first_hour) - 1;
  std::string month;
  for (std::size_t i = 0; i < record.kw.size(); ++i) {
    const Day today = day_of(record.first_hour + static_cast<Hour>(i));
    if (today != day) month = day_text(today).substr(0, 7);
    day = today;
    if (is_gap(record.kw[i])) continue;
    if (uses.empty() || uses.back().month != month)
      uses.push_back({.meter = record.meter, .month = month});
    add(uses.back(), record.kw[i]);
  }
  if (uses.size() > months_max)
    uses.erase(uses.begin(), uses.end() - static_cast<std::ptrdiff_t>(months_max));
  return uses;
}

}  // namespace davy::power
