// Which days people work on: deadlines count those.
//
// Shape:   Monday to Friday, unless the register's table says otherwise: holidays, and weekend days that are worked on instead
//          (as the State Council's yearly notice has them). The table: first_day, last_day, kind (off, working).
// Errors:  as import_outcome.hpp.
// Bounds:  a period of at most 400 days; days_max days in all.
// Threads: const access from several threads.
#pragma once

#include <map>

#include "workbench/energy/calendar.hpp"
#include "workbench/registry/import_outcome.hpp"

namespace davy::registry {

inline constexpr std::size_t days_max = 10'000;
using energy::Day;

class WorkingDays {
 public:
  static Result<WorkingDays> read(store::Store& store);

  void set(Day day, bool working) { days_[day] = working; }
  bool is_working(Day day) const;
  // The last of so many working days behind `from`; its own day does not count.
  Day after(Day from, unsigned working_days) const;
  const std::map<Day, bool>& exceptions() const { return days_; }

 private:
  std::map<Day, bool> days_ = {};
};

// Replaces what was there.
Result<ImportOutcome> import_days(store::Store& store, std::string_view octets);

}  // namespace davy::registry
