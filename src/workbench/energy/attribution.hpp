// Which part of a region's growth is mining's, as an interval, or why that cannot be said.
//
// Units:   kWh, or tce where coal is asked for.
// Shape:   growth = after - before, each an interval. Mining's part is what was measured plus what is estimated, never mixed
//          unlabelled: both are in the result. share = mining / growth, bound against the opposite bound.
//          For coal, mining's part is its kilowatt-hours × the supply coal rate × the share of thermal power in what the region
//          generates; where that share is not known its lower bound is 0.
// Errors:  `reason` is set where the share is not identifiable: the growth may be zero or less, mining may exceed it, other causes
//          leave no room or contradict it, or nothing is known of mining.
// Threads: pure functions.
// Source:  interval arithmetic; docs/energy.md says what it leaves out.
#pragma once

#include <cstdint>
#include <optional>

#include "workbench/energy/interval.hpp"

namespace davy::energy {

enum class NotIdentifiable : std::uint8_t {
  no,
  nothing_known_of_mining,
  growth_may_be_nothing,  // its interval reaches zero or below
  mining_may_exceed_growth,
  others_contradict,  // other causes and mining are more than the growth, at their least
  says_nothing,       // the interval is 0 to 100 %
};

struct AttributionInput {
  Interval before, after;            // of the region, in the periods compared
  std::optional<Interval> measured;  // mining that began after the first period
  std::optional<Interval> estimated;
  std::optional<Interval> others;  // growth that other causes explain
};

struct Attribution {
  Interval growth;
  Interval mining;
  std::optional<Interval> measured_share, estimated_share;  // parts of the growth, 0 to 1
  std::optional<Interval> share;
  NotIdentifiable reason = NotIdentifiable::no;
};

Attribution attribute(const AttributionInput& input);

}  // namespace davy::energy
