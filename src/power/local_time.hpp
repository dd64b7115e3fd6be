// From a meter's local hours back to UTC, which findings are told in.
//
// Errors:  a time zone that nobody knows is told by name.
// Threads: const access from several threads.
// Source:  the IANA time zone database, as installed.
#pragma once

#include <cctz/time_zone.h>

#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "power/power_record.hpp"

namespace davy::power {

class LocalTime {
 public:
  // "": local times are UTC.
  static Result<LocalTime> of(const std::string& zone_name);

  // The first of two, where daylight saving repeats an hour; the next, where it skips one.
  Timestamp utc(Hour hour) const;

 private:
  cctz::time_zone zone_ = cctz::utc_time_zone();
};

}  // namespace davy::power
