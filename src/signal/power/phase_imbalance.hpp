// Did a load come to one phase of a three-phase account, or between two? Power supplies of miners are single-phase: a rack on one
// phase lifts its current above the others', day and night.
//
// Units:   records hold amperes in `kw`, a mean an hour. kW are told from amperes × 230 V (one phase) or × 400 V (between two), power
//          factor 1; meters of currents show neither: 8 % either way is in the interval. Between two phases an ampere is 0.40 kW
//          where nothing else is on them, and 0.46 kW where much is: the interval holds both.
// Shape:   a phase less the mean of the other two: its nights (0 to 6 h) and days (9 to 18 h) of the last 21 days against the 42 days
//          before, by how much the same contrast varied in the year that ends six weeks earlier. Weekly, through all of the history.
//          The other two must have moved alike, and the phases must not merely have changed places: that is rewiring.
//          Where no step is found, a standing imbalance counts for little, if it is large, day and night: houses have that too.
// Bounds:  five months of common hours for a step, 28 days for a standing imbalance. A phase that never carries anything: no
//          finding. A balanced load (three phases alike) is invisible here; on a phase that was
//          unused the others' seasons stand against it.
// Threads: pure.
// Source:  that a grid operator uses such a feature: State Grid Jiangsu, 2021. Figures are SIMULATED, for no meter with three currents
//          could be had: 63 real buildings split into phases by made-up shares, and the threshold was chosen on them (lab/power/
//          evaluate_phases.cpp). 0.08 to 0.13 false episodes of a meter in a year; within five weeks a load of 20 % of the account is found
//          in 89 % (calm shares), 65 %, 23 % (restless ones), of 50 % in 92, 90, 86 %; a machine of 3.25 kW in 44, 35, 28 %, for in large
//          buildings it is too small. A standing imbalance: 1 or 2 of 63 by chance.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/account_finding.hpp"

namespace davy::signal {

using PhaseCurrents = std::array<const power::PowerRecord*, 3>;

struct PhaseEpisode {
  power::Day alarm = 0;  // the end of the week in which it was noticed
  float score = 0;       // in deviations of the contrast
  AccountFinding finding = {};
};
inline constexpr float phase_threshold = 3;  // 0.09 false episodes of a meter in a year, simulated

// Steps through all of the history, earliest first.
std::vector<PhaseEpisode> phase_episodes(const PhaseCurrents& currents,
                                         float threshold = phase_threshold);
// In the last 28 days, and since when.
std::optional<AccountFinding> standing_imbalance(const PhaseCurrents& currents);
// Of steps the largest that is still there; else a standing imbalance; else the last step that went again.
std::optional<AccountFinding> phase_imbalance(const PhaseCurrents& currents);

}  // namespace davy::signal
