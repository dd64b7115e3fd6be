// When did the load come, how much is it, and how does it go through the day?
//
// Units:   kW; hours in local time.
// Shape:   the onset is where a step, or a rise that goes on, fits the residuals of the three-hour blocks best (load_onset.hpp). The size
//          is the median after less the median of the four weeks before, of the blocks in which it is on, each by its own
//          steadiness; of what rises, what it has come to. Its interval comes from the score of the alarm.
// Threads: pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "signal/power/step_contrast.hpp"

namespace davy::signal {

enum class LoadPattern : std::uint8_t { constant, night_only, with_pauses, rising, daytime };
std::string_view name(LoadPattern pattern);  // "night_only"

template <typename T>
struct Estimate {
  T lower{};
  T best{};
  T upper{};
};

struct LoadStep {
  Estimate<power::Hour> onset;  // 90 %
  Estimate<float> kw;           // 90 %; while it is on
  LoadPattern pattern = LoadPattern::constant;
  bool still_rising = false;  // kw is then "at least"
  float flatness = 0;         // least block over mean block of the increment: 1 is the same all day
  std::array<float, blocks_per_day> block_kw{};  // the increment through the day
  float mean_kw = 0;                             // of the increment, over the whole day
};

// The step that an alarm at the window's end speaks of; nothing where the days before or after are too few.
// `score`: the alarm's (step_score.hpp).
std::optional<LoadStep> load_step(const Residuals& residuals, const ReferenceWindow& window,
                                  float score);

}  // namespace davy::signal
