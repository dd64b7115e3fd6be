#include "workbench/energy/attribution.hpp"

#include <algorithm>

namespace davy::energy {
namespace {

Interval minus(const Interval& a, const Interval& b) {
  return {a.lower - b.upper, a.best - b.best, a.upper - b.lower};
}

Interval over(const Interval& part, const Interval& whole) {
  return {part.lower / whole.upper, part.best / whole.best, part.upper / whole.lower};
}

NotIdentifiable reason_of(const AttributionInput& input, const Attribution& out) {
  if (!input.measured && !input.estimated) return NotIdentifiable::nothing_known_of_mining;
  if (out.growth.lower <= 0) return NotIdentifiable::growth_may_be_nothing;
  const Interval others = input.others.value_or(Interval{});
  if (out.mining.lower + others.lower > out.growth.upper) return NotIdentifiable::others_contradict;
  if (out.mining.upper > out.growth.lower) return NotIdentifiable::mining_may_exceed_growth;
  return out.mining.upper <= 0 ? NotIdentifiable::says_nothing : NotIdentifiable::no;
}

// What other causes leave is room for mining, and no more.
Interval within_room(const Interval& share, const AttributionInput& input, const Interval& growth) {
  if (!input.others) return share;
  const double room = 1 - input.others->lower / growth.upper;
  return {std::min(share.lower, room), std::min(share.best, room), std::min(share.upper, room)};
}

}  // namespace

Attribution attribute(const AttributionInput& input) {
  Attribution out;
  out.growth = minus(input.after, input.before);
  out.mining = input.measured.value_or(Interval{}) + input.estimated.value_or(Interval{});
  out.reason = reason_of(input, out);
  if (out.reason != NotIdentifiable::no) return out;
  if (input.measured) out.measured_share = over(*input.measured, out.growth);
  if (input.estimated) out.estimated_share = over(*input.estimated, out.growth);
  out.share = within_room(over(out.mining, out.growth), input, out.growth);
  return out;
}

}  // namespace davy::energy
