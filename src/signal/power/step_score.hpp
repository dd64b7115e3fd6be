// How sure is it that a load came to an account and stayed? One figure, which orders accounts and weeks; the threshold says
// how many false episodes a year one is ready to look at.
//
// Shape:   three views of the step: of the base, of the whole day, of the night; the clearest counts. It must be there over
//          the last two, three and four and a half weeks alike: the weakest of the three spans counts.
// Threads: pure.
// Source:  constants and thresholds are measured on 60 university buildings over two years (docs/power.md); `davy power
//          calibrate` measures them on the user's own.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "signal/power/step_contrast.hpp"

namespace davy::signal {

inline constexpr int alarm_days = 35;  // alarms within it of the last one are the same episode

// What one threshold cost where it was measured.
struct AlarmRate {
  double false_episodes_a_year = 0;  // of one account
  float threshold = 0;
};
inline constexpr std::array<AlarmRate, 5> alarm_rates{{
    {0.05, 1.40F},
    {0.1, 0.80F},
    {0.2, 0.70F},
    {0.4, 0.46F},
    {1.0, 0.31F},
}};
inline constexpr AlarmRate usual_rate = alarm_rates[2];

struct StepScore {
  float score = 0;
  std::string_view clearest;  // "base", "day", "night"
};
// Nothing where too many days are missing.
std::optional<StepScore> step_score(const Residuals& residuals, const StepNoise& noise);

}  // namespace davy::signal
