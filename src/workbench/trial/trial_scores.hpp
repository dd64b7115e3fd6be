// The scores of every week of every meter, as it was and with each load put in: what a trial counts from.
//
// Threads: `threads` of its own; the result does not depend on them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "signal/power/control_panel.hpp"
#include "workbench/trial/load_trial.hpp"

namespace davy::trial {

struct WeekScore {
  power::Day end = 0;
  float score = 0;
  std::optional<signal::LoadStep> step =
      {};  // where a load was put in and the score is worth a look
};

struct PlacedLoad {
  std::size_t load = 0;  // index into TrialOptions::loads
  power::Hour onset = 0;
  float kw = 0;                  // while on, as an hourly meter can see it
  std::vector<WeekScore> weeks;  // those that end within five weeks of the onset
};

struct MeterScores {
  std::size_t meter = 0;
  std::vector<WeekScore> weeks;  // without a load, earliest first
  std::vector<PlacedLoad> placed;
};

// Of each of `meters` (indices into the panel).
std::vector<MeterScores> score_meters(const signal::ControlPanel& panel,
                                      std::span<const power::PowerRecord> records,
                                      std::span<const std::size_t> meters,
                                      const TrialOptions& options);

}  // namespace davy::trial
