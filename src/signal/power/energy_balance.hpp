// What a transformer delivers and no meter behind it measures: losses, and what bypasses the meters.
//
// Units:   kW; shares of the feeder's mean over the reference.
// Shape:   only hours in which the feeder and every meter reported; a missing meter is never filled in. Losses are fitted on a
//          frozen reference (constant, linear, quadratic in the metered sum); a step is the median of the last week's daily
//          residuals less that of three to nine weeks ago. A jump of half the load is a changed wiring or meter, not a theft.
// Threads: pure.
// Source:  our feasibility study, section 6; real transformers are some six times noisier than simulated ones.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/load_step.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct BalanceOptions {
  double threshold_share = 0.02;  // of the feeder's mean
};

struct BalanceStep {
  power::Day alarm = 0;
  power::Day onset = 0;
  power::Day last_seen = 0;
  bool still_there = true;
  Estimate<float> kw = {};  // 90 %
  double share = 0;
  double kwh = 0;
};

struct Balance {
  std::vector<BalanceStep> steps;
  std::vector<power::Day> configuration_changes;
  power::Day first_day = 0;
  std::vector<float> residual_kw;   // daily medians
  std::vector<float> noise_shares;  // every weekly contrast, in size
  float feeder_mean_kw = 0;
  double hours_complete = 0;  // share of the feeder's hours in which all meters reported
  std::size_t meters = 0;
};

// Nothing where feeder and meters have less than some four months in common.
std::optional<Balance> energy_balance(const power::PowerRecord& feeder,
                                      std::span<const power::PowerRecord* const> meters,
                                      const BalanceOptions& options);
Signal balance_signal(const BalanceStep& step, const Balance& balance,
                      const BalanceOptions& options);

}  // namespace davy::signal
