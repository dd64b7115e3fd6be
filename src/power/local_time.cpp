#include "power/local_time.hpp"

#include <cctz/civil_time.h>
#include <fmt/format.h>

namespace davy::power {

Result<LocalTime> LocalTime::of(const std::string& zone_name) {
  LocalTime time;
  if (!zone_name.empty() && !cctz::load_time_zone(zone_name, &time.zone_))
    return usage_error(
        fmt::format("no time zone is called {}: write it as in Asia/Shanghai", zone_name));
  return time;
}

Timestamp LocalTime::utc(Hour hour) const {
  const cctz::civil_second civil = cctz::civil_second(1970) + std::int64_t{hour} * 3600;
  return std::chrono::time_point_cast<Duration>(cctz::convert(civil, zone_));
}

}  // namespace davy::power
