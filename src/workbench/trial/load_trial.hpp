// What would have been found, had a load been put into these meters? The protocol that Davy's figures are measured by, and
// that anyone can run over meters of their own.
//
// Shape:   every meter gets loads of several sizes and patterns at several onsets; each week after that is judged as ever.
//          A load counts as found if a new alarm begins within five weeks. Thresholds for a meter come from other meters
//          (five folds), so no meter is judged by a threshold that has seen it; what was achieved is told, not what was meant.
//          Of meters that are copies of each other one takes part. Weeks without a load give the false episodes: true changes
//          of equipment count as false.
// Threads: `threads` of its own; the result does not depend on them.
// Source:  our feasibility study, section 1.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "signal/power/load_step.hpp"
#include "signal/power/step_score.hpp"
#include "workbench/trial/load_pattern.hpp"

namespace davy::trial {

struct TrialLoad {
  Pattern pattern = Pattern::constant;
  float share = 0;  // of the meter's mean, while on
  float kw = 0;     // in its place, where not 0
};

struct TrialOptions {
  std::vector<TrialLoad> loads;
  std::vector<double> rates{0.1, 0.2};  // false episodes of one meter in a year, at most
  unsigned onsets = 8;                  // of each load, at each meter
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::function<void(double share_done)> progress;
};

// Errors of the loads that were found, and how often the stated interval held the truth.
struct Precision {
  double median = 0;
  double percentile_90 = 0;
  double interval_holds = 0;
};

struct LoadOutcome {
  TrialLoad load = {};
  std::size_t placed = 0;
  std::size_t found = 0;
  Precision size = {};        // relative
  Precision onset_days = {};  // absolute
  double delay_days_median = 0;
};

struct RateOutcome {
  double wanted = 0;
  double achieved = 0;  // false episodes of one meter in a year
  float threshold = 0;  // of all meters together: what to use
  std::vector<LoadOutcome> loads;
};

struct TrialOutcome {
  std::size_t meters = 0;
  std::size_t copies_left_out = 0;
  std::size_t meters_too_short = 0;
  double meter_years = 0;
  std::vector<RateOutcome> rates;
};

TrialOutcome run_trial(std::span<const power::PowerRecord> records,
                       const signal::Surroundings& surroundings, const TrialOptions& options);

}  // namespace davy::trial
