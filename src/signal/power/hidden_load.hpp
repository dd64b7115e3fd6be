// A load that came to an account and stayed, and that neither the calendar nor the other accounts explain.
//
// Units:   kW and kWh; hours are local.
// Shape:   every account is looked at once a week through all of its history; what rises above the threshold is an episode.
//          Its end is where it was last seen: a load that fades is told as such. A meter cannot say what a load is: the
//          words are "unexplained load", and mining is one of its explanations.
// Threads: uses `threads` of its own; the result does not depend on them.
// Source:  docs/power.md: how it was measured, and what it cannot see.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/load_step.hpp"
#include "signal/power/step_score.hpp"
#include "signal/power/surroundings.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct HiddenLoadOptions {
  AlarmRate rate = usual_rate;
  unsigned threads = 1;
  std::function<void(double share_done)> progress;
};

struct HiddenLoad {
  std::size_t meter = 0;
  power::Day alarm = 0;  // the end of the week in which it was noticed
  float score = 0;
  std::string_view clearest;
  LoadStep step = {};
  power::Hour last_seen = 0;  // the end of the record, or where it had fallen below half
  bool still_there = true;
  Estimate<float> kwh = {};  // from onset to last_seen
  std::size_t witnesses = 0;
  // For the picture: what was drawn and what was expected, a value a day, from eight weeks before the onset on.
  power::Day picture_first = 0;
  std::vector<float> drawn_kw = {};
  std::vector<float> expected_kw = {};
};

// Too short a history for any window tells nothing: see windows_of().
std::vector<HiddenLoad> hidden_loads(std::span<const power::PowerRecord> records,
                                     const Surroundings& surroundings,
                                     const HiddenLoadOptions& options);
// How many weeks of how many accounts could be looked at; 0: histories are too short.
std::size_t weeks_looked_at(std::span<const power::PowerRecord> records);

Signal hidden_load_signal(const HiddenLoad& load, const AlarmRate& rate);

}  // namespace davy::signal
