#include "signal/power/step_score.hpp"

#include <algorithm>

namespace davy::signal {
namespace {

// Each is the z that alone makes 0.08 false episodes in a building-year.
constexpr float base_unit = 7.12F;
constexpr float day_unit = 5.69F;
constexpr float night_unit = 7.36F;

StepScore score_of(const StepContrast& contrast) {
  float all = 0;
  for (std::size_t c = 0; c < channel_count; ++c) all += contrast.z(c);
  const std::array<StepScore, 3> views{{
      {contrast.z(base_channel) / base_unit, "base"},
      {all / static_cast<float>(channel_count) / day_unit, "day"},
      {(contrast.z(0) + contrast.z(1)) / 2 / night_unit, "night"},  // midnight to six
  }};
  return *std::ranges::max_element(views, {}, &StepScore::score);
}

}  // namespace

std::optional<StepScore> step_score(const Residuals& residuals, const StepNoise& noise) {
  std::optional<StepScore> weakest;
  for (std::size_t span = 0; span < step_spans_days.size(); ++span) {
    const auto contrast = step_contrast(residuals, noise, span);
    if (!contrast) return std::nullopt;
    const StepScore here = score_of(*contrast);
    if (!weakest || here.score < weakest->score) weakest = here;
  }
  return weakest;
}

}  // namespace davy::signal
