// Points in time and lengths of time, in UTC nanoseconds since 1970.
//
// Shape:   Timestamp is signed; a capture may carry times before 1970 or absurdly late ones, and both must survive.
// Source:  RFC 3339 for the text form.
#pragma once

#include <chrono>
#include <string>

namespace davy {

using Duration = std::chrono::nanoseconds;
using Timestamp = std::chrono::sys_time<Duration>;

inline Timestamp timestamp_ns(std::int64_t ns_since_1970) {
  return Timestamp{Duration{ns_since_1970}};
}
inline double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }

// "2021-05-18T07:03:11.123456Z": always UTC, always six fractional digits, years outside 0..9999 clamped.
std::string to_rfc3339(Timestamp t);

}  // namespace davy
