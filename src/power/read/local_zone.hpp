// From UTC to the local time of a place, and whether a local time happened once, twice or never.
//
// Units:   seconds since 1970.
// Shape:   without a name, local time is UTC, and every local time happens once.
// Errors:  a name that the time zone database does not know.
// Threads: one owner.
// Source:  the IANA time zone database of the system, through cctz.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "power/meter_book.hpp"

namespace davy::power {

class LocalZone {
 public:
  static Result<LocalZone> load(const std::string& iana_name);
  LocalZone();
  ~LocalZone();
  LocalZone(LocalZone&&) noexcept;
  LocalZone& operator=(LocalZone&&) noexcept;

  bool is_named() const { return zone_ != nullptr; }

  struct Local {
    LocalSecond second = 0;
    LocalPass pass = LocalPass::only;
    bool skipped = false;  // daylight saving leaves it out
  };
  Local of_utc(std::int64_t utc_s);
  // Of a local time that names no zone.
  Local of_local(LocalSecond local_s);

 private:
  struct Zone;
  // One stretch of UTC time with one offset, the last looked up.
  struct Stretch {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t offset = 0;
    std::int64_t repeats_until = 0;  // before it local times are second ones
    std::int64_t repeats_from = 0;   // from here on they will come again
  };
  void look_up(std::int64_t utc_s);

  std::unique_ptr<Zone> zone_;
  Stretch stretch_;
};

}  // namespace davy::power
