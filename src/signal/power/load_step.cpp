#include "signal/power/load_step.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

#include "signal/power/load_onset.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

using Eigen::Index;

constexpr Index days_before = 28;
// So wide that nine in ten intervals hold the truth of loads that were put in. What is found is found where chance makes it
// look large, and a low score leaves most to chance: so they reach further down than up.
constexpr float size_share_down = 0.03F, size_share_up = 0.025F;
constexpr float size_score_down = 0.35F, size_score_up = 0.23F;
// And by so much what is found is too large in the median.
constexpr float chance_score = 0.03F;
constexpr float night_flatness = 0.5F;
constexpr float on_share = 0.5F;  // blocks in which it is on: of the three largest

std::span<const float> days_of(const Residuals& r, std::size_t channel, Index first, Index end) {
  return {r.shares.col(static_cast<Index>(channel)).data() + first,
          static_cast<std::size_t>(std::max<Index>(0, end - first))};
}

// Of each block of the day: the median of days [first, end) less that of the four weeks before `before_end`.
BlockFigures increments(const Residuals& r, Index before_end, Index first, Index end) {
  BlockFigures out;
  for (std::size_t c = 0; c < blocks_per_day; ++c)
    out[c] = median_of(days_of(r, c, first, end), 2) -
             median_of(days_of(r, c, std::max<Index>(0, before_end - days_before), before_end), 7);
  return out;
}

float weighted_mean(const BlockFigures& values, const BlockFigures& weight) {
  float sum = 0;
  float weights = 0;
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    if (std::isnan(values[c])) continue;
    sum += values[c] * weight[c];
    weights += weight[c];
  }
  return weights > 0 ? sum / weights : power::gap;
}

LoadPattern pattern_of(const BlockFigures& block, float mean, bool rising) {
  if (rising) return LoadPattern::rising;
  const float night = (block[0] + block[1] + block[7]) / 3;
  const float day = (block[3] + block[4] + block[5]) / 3;
  const float least = *std::ranges::min_element(block);
  if (least > night_flatness * mean) return LoadPattern::constant;
  if (day < 0.35F * night) return LoadPattern::night_only;
  if (night < 0.35F * day) return LoadPattern::daytime;
  return LoadPattern::with_pauses;
}

// What runs at some hours only is as large as it is then.
float while_on(const BlockFigures& block, const BlockFigures& weight) {
  BlockFigures sorted = block;
  std::ranges::sort(sorted, std::greater{});
  const float on = on_share * (sorted[0] + sorted[1] + sorted[2]) / 3;
  BlockFigures counted = weight;
  for (std::size_t c = 0; c < blocks_per_day; ++c)
    if (!(block[c] >= on)) counted[c] = 0;
  return weighted_mean(block, counted);
}

// Fitted twice: to what all blocks of the day have in common, then to how the load goes through the day.
struct Fitted {
  OnsetFit onset;
  BlockFigures shares{};
};

std::optional<Fitted> fitted(const Residuals& r, const BlockFigures& weight) {
  BlockFigures profile;
  profile.fill(1);
  std::optional<Fitted> out;
  for (int pass = 0; pass < 2; ++pass) {
    const auto onset = fit_onset(r, weight, profile);
    if (!onset) break;
    const Index day = onset->step / static_cast<Index>(blocks_per_day);
    // The day that it came is half a day.
    out = {*onset, increments(r, day, day + 1, r.shares.rows())};
    out->onset.risen *= weighted_mean(profile, weight);
    for (std::size_t c = 0; c < blocks_per_day; ++c)
      profile[c] = std::isnan(out->shares[c]) ? 0 : std::max(0.0F, out->shares[c]);
  }
  return out;
}

Estimate<power::Hour> onset_of(const OnsetFit& fit, const ReferenceWindow& window) {
  const auto hour = [&](Index block) {
    return static_cast<power::Hour>(window.first * 24 +
                                    block * static_cast<Index>(hours_per_block));
  };
  return {hour(fit.earliest - 1), hour(fit.onset), hour(fit.latest + 1)};
}

struct Sizes {
  float usual = 0;  // on average since it came
  float best = 0;
  float most = 0;  // if it rises
};

Estimate<float> size_of(const Sizes& sizes, float score) {
  const float down = std::min(1.0F, size_share_down + size_score_down / score);
  return {sizes.usual * (1 - down), sizes.best,
          std::max(sizes.best * (1 + size_share_up + size_score_up / score), sizes.most)};
}

}  // namespace

std::string_view name(LoadPattern pattern) {
  static constexpr std::array<std::string_view, 5> names{"constant", "night_only", "with_pauses",
                                                         "rising", "daytime"};
  return names[static_cast<std::size_t>(pattern)];
}

std::optional<LoadStep> load_step(const Residuals& r, const ReferenceWindow& window, float score) {
  const BlockFigures weight = block_weights(r);
  const auto fit = fitted(r, weight);
  if (!fit) return std::nullopt;
  const BlockFigures& shares = fit->shares;
  const float mean = weighted_mean(shares, weight);
  if (std::isnan(mean) || mean <= 0) return std::nullopt;

  LoadStep step;
  step.onset = onset_of(fit->onset, window);
  step.still_rising = fit->onset.is_rising;
  step.pattern = pattern_of(shares, mean, step.still_rising);
  const bool all_day = step.pattern == LoadPattern::constant || step.still_rising;
  Sizes sizes{.usual = (all_day ? mean : while_on(shares, weight)) * (1 - chance_score / score)};
  sizes.most = fit->onset.may_rise ? std::max(sizes.usual, fit->onset.risen) : sizes.usual;
  sizes.best = step.still_rising ? sizes.most : sizes.usual;
  const float kw = r.reference_mean_kw;
  const Estimate<float> size = size_of(sizes, score);
  step.kw = {size.lower * kw, size.best * kw, size.upper * kw};
  step.flatness = std::max(0.0F, *std::ranges::min_element(shares) / mean);
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    step.block_kw[c] = shares[c] * kw;
    step.mean_kw += shares[c] * kw / static_cast<float>(blocks_per_day);
  }
  return step;
}

}  // namespace davy::signal
