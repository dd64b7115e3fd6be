// What moves the loads of a whole estate: its calendar and its weather.
//
// Units:   degrees Celsius, an hour each; local days.
// Shape:   neither is needed. Without temperatures the other accounts stand in for the weather; where these are few, they do
//          so badly.
// Threads: a value.
#pragma once

#include "power/calendar.hpp"
#include "power/power_record.hpp"

namespace davy::signal {

struct Surroundings {
  power::Calendar calendar = {};
  power::PowerRecord temperature_c = {};  // `kw` holds degrees; empty: not known
};

// Degrees by which a day is too cold, or too warm, to need neither heating nor cooling; gaps where half of the day is not known.
struct DegreeDay {
  float heating = power::gap;  // below 15 degrees
  float cooling = power::gap;  // above 20 degrees
};
DegreeDay degree_day(const power::PowerRecord& temperature_c, power::Day day);

}  // namespace davy::signal
