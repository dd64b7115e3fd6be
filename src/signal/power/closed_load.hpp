// A mine was closed: does its account stay at the floor that the rest of the building draws?
//
// Units:   kW and kWh; days are local.
// Shape:   before: the median day of the 28 before the closing. The floor: as told, else the median of days 3 to 16 after it, if the load
//          fell by a third or more; if it did not, it never fell. It came back where a three-hour block of the day lies above
//          its own floor by a quarter of what was closed and by four deviations of the floor's days: three days in a row, and two
//          thirds of the days from then on. Some of midnight to six must be among the hours that came back.
//          A gap is never "stayed closed": where more than half of the days since, or of the last 14, are missing, nobody looked.
//          What looks alike: other machines, heating that is switched on. A season is kept out as far as it goes: a rise counts if it
//          is most of what was closed and half of what the rest draws, or if half of it came within a week either side, even from
//          day to day, and no larger by day than by night. One that went again within a week is not told.
//          Where the rest of the building is as large as what was closed, a cold spell still passes for a return.
// Bounds:  what comes back by day only, as less than a quarter of what was closed, or as less than a fifth of the rest of the
//          building (unless that is half of what was closed), is not seen. Without a told floor "never fell" is also what closing a
//          small part of an account looks like: it then counts for little.
// Threads: pure.
// Source:  limits are judgement. Simulated mines in 63 real buildings, half a year after the closing, no floor told (lab/power/
//          evaluate_phases.cpp): of mines as large as the building 247 of 252 returns are told and 40 of 252 that stayed closed are
//          told so too, 24 as still there (many at night, in winter: heating looks so); of mines three times as large 250 and 17, 9.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "power/power_record.hpp"
#include "signal/power/account_finding.hpp"

namespace davy::signal {

struct Closure {
  enum class State : std::uint8_t {
    at_its_floor,
    came_back,    // finding: "came_back" or "came_back_at_night"; it may have gone again
    never_fell,   // finding: "never_fell"
    too_early,    // fewer than ten days after the closing
    not_covered,  // too few days before, or since, or of late
  };
  State state = State::not_covered;
  float before_kw = 0;
  float floor_kw = 0;  // told or seen; 0 where neither
  float now_kw = 0;    // the median of the last seven days that are known; 0 where none is
  power::Day closed_on = 0;
  power::Day since = 0;  // since when it is as `state` says
  std::optional<AccountFinding> finding = {};
};
std::string_view name(Closure::State state);  // "at_its_floor"

Closure after_closure(const power::PowerRecord& record, power::Day closed_on,
                      std::optional<float> floor_kw);

}  // namespace davy::signal
