// What do machines of one kind draw when they idle, and when they are full? So that an idle server, which is as even as a mine,
// is no finding, and one that is evenly full for a month is.
//
// Units:   kW; hours.
// Shape:   told from the hours of all meters of a kind (node, rack, PDU). Where three of them and a tenth vary enough, their lowest and
//          highest hours tell idle and full; else the meters' middles, which some machines must have high and others low.
//          Nothing where no difference shows: all may idle, all may be full.
//          A sensor that cannot show more than its ceiling is told by how often it shows it.
// Bounds:  machines of which fewer than one in twenty is ever full have no full load here.
// Threads: pure.
// Source:  measured on the sensors of real HPC nodes through a part of one day (Harvard, 2025; lab/power/evaluate_phases.cpp): 865 of a
//          chassis idle at 150 W and are full at 450 W, 266 of them idle; their supplies 85 and 338 W, 831 idle. Sensors of unlike
//          things together give a range of none of them (10 and 250 W): ask of one kind. No sensor was at its ceiling: that test
//          is only tested. Readings that stay at one value for a day are gaps already (power/clean.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "power/power_record.hpp"
#include "signal/power/dedicated_load.hpp"

namespace davy::signal {

struct LoadRange {
  float idle_kw = 0;
  float full_kw = 0;
  std::size_t peers = 0;  // meters with enough hours to tell something
  double saturated_share =
      0;  // of all their hours: at a sensor's ceiling; full_kw is then "at least"
};
// Null pointers are left out. Nothing of fewer than three meters.
std::optional<LoadRange> load_range(std::span<const power::PowerRecord* const> peers);

// The share of hours that show exactly the record's highest value, where that is its ceiling: a twentieth of the hours and
// more, while the others vary. 0 where it is not: what the meter shows is then what was drawn.
double saturated_share(const power::PowerRecord& record);

// Below idle and a quarter of the range.
bool is_idle(float mean_kw, const LoadRange& range);
bool is_idle(const Flatness& flatness, const LoadRange& range);

}  // namespace davy::signal
