#include "signal/power/load_step.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "signal/power/robust.hpp"
#include "signal/power/step_score.hpp"

namespace davy::signal {
namespace {

using Eigen::Index;

constexpr Index days_searched = alarm_days + 7;  // before the alarm
constexpr Index days_before = 28;
constexpr Index days_after_min = 3;
constexpr float steadiness_floor = 0.01F;
// So wide that nine in ten intervals hold the truth of loads that were put in: more than 1.645 deviations, because what is
// found is found when chance makes it look large.
constexpr float size_interval_noises = 2.6F;
constexpr float size_interval_share = 0.035F;
// Places whose split is worse by no more than this (in squared noise) stay in the interval; measured, for 90 %.
constexpr float split_loss_max = 60;
constexpr float night_flatness = 0.5F;
constexpr Index contrast_stride_days = 4;
// What rises slowly is noticed once it is half of itself: the first machines came up to so much earlier.
constexpr power::Hour rise_unseen_hours = 14 * 24;

using Blocks = std::array<float, blocks_per_day>;

// Shares as a series of three-hour blocks, with how steady each block of the day is.
struct Series {
  const Residuals& residuals;
  Blocks weight{};

  Index blocks() const { return residuals.shares.rows() * static_cast<Index>(blocks_per_day); }
  static std::size_t channel_of(Index block) {
    return static_cast<std::size_t>(block) % blocks_per_day;
  }
  float at(Index block) const {
    return residuals.shares(block / static_cast<Index>(blocks_per_day),
                            static_cast<Index>(channel_of(block)));
  }
};

Series series_of(const Residuals& residuals) {
  Series series{.residuals = residuals};
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    const Spread spread =
        spread_of(residuals.shares.col(static_cast<Index>(c)).head(residuals.reference_days));
    const float deviation = spread.deviation + steadiness_floor;
    series.weight[c] = 1 / (deviation * deviation);
  }
  return series;
}

// Running weighted sums, so that any split costs the same.
struct Sums {
  std::vector<double> weight{0};
  std::vector<double> value{0};
};

Sums sums_of(const Series& series, Index first) {
  Sums sums;
  for (Index b = first; b < series.blocks(); ++b) {
    const float v = series.at(b);
    const double w = std::isnan(v) ? 0 : series.weight[Series::channel_of(b)];
    // One wild block must not decide where the load came.
    const double clipped = w == 0 ? 0 : std::clamp(static_cast<double>(v), -1.5, 1.5);
    sums.weight.push_back(sums.weight.back() + w);
    sums.value.push_back(sums.value.back() + w * clipped);
  }
  return sums;
}

struct Split {
  Index place = 0;  // block of the series
  float merit = 0;
};

// How well each place of the last weeks splits them from the four weeks before it.
std::vector<Split> splits_of(const Series& series) {
  const Index end = series.blocks();
  const auto per_day = static_cast<Index>(blocks_per_day);
  const Index first = std::max<Index>(0, end - (days_searched + days_before) * per_day);
  const Sums sums = sums_of(series, first);
  const auto at = [](const std::vector<double>& v, Index i) {
    return v[static_cast<std::size_t>(i)];
  };
  std::vector<Split> splits;
  for (Index place = std::max(first + per_day, end - days_searched * per_day);
       place <= end - days_after_min * per_day; ++place) {
    const Index i = place - first;
    const Index from = std::max<Index>(0, i - days_before * per_day);
    const Index to = end - first;
    const double before = at(sums.weight, i) - at(sums.weight, from);
    const double after = at(sums.weight, to) - at(sums.weight, i);
    if (before <= 0 || after <= 0) continue;
    const double difference = (at(sums.value, to) - at(sums.value, i)) / after -
                              (at(sums.value, i) - at(sums.value, from)) / before;
    splits.push_back(
        {place, static_cast<float>(std::sqrt(before * after / (before + after)) * difference)});
  }
  return splits;
}

std::span<const float> days_of(const Residuals& r, std::size_t channel, Index first, Index end) {
  return {r.shares.col(static_cast<Index>(channel)).data() + first,
          static_cast<std::size_t>(std::max<Index>(0, end - first))};
}

// Of each block of the day: the median of days [first, end) less that of the four weeks before `before_end`.
Blocks increments(const Residuals& r, Index before_end, Index first, Index end) {
  Blocks out;
  for (std::size_t c = 0; c < blocks_per_day; ++c)
    out[c] = median_of(days_of(r, c, first, end), 2) -
             median_of(days_of(r, c, std::max<Index>(0, before_end - days_before), before_end), 7);
  return out;
}

float weighted_mean(const Blocks& values, const Blocks& weight) {
  float sum = 0;
  float weights = 0;
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    if (std::isnan(values[c])) continue;
    sum += values[c] * weight[c];
    weights += weight[c];
  }
  return weights > 0 ? sum / weights : power::gap;
}

// How much the same difference varies in the reference, where nothing came.
float size_noise(const Series& series, Index days_after) {
  std::vector<float> sizes;
  for (Index end = days_before + days_after; end <= series.residuals.reference_days;
       end += contrast_stride_days)
    sizes.push_back(std::abs(weighted_mean(
        increments(series.residuals, end - days_after, end - days_after, end), series.weight)));
  return deviations_per_mad * median_of(sizes, 5);
}

LoadPattern pattern_of(const Blocks& block, float mean, bool rising) {
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
float while_on(const Blocks& block, float mean, LoadPattern pattern) {
  if (pattern == LoadPattern::constant || pattern == LoadPattern::rising) return mean;
  Blocks sorted = block;
  std::ranges::sort(sorted, std::greater{});
  return (sorted[0] + sorted[1] + sorted[2]) / 3;
}

Estimate<power::Hour> onset_of(const std::vector<Split>& splits, const Split& best,
                               const ReferenceWindow& window) {
  const auto hour = [&](Index place) {
    return static_cast<power::Hour>(window.first * 24 +
                                    place * static_cast<Index>(hours_per_block));
  };
  Estimate<power::Hour> onset{hour(best.place), hour(best.place), hour(best.place)};
  for (const Split& s : splits) {
    if (best.merit * best.merit - s.merit * std::abs(s.merit) > split_loss_max) continue;
    onset.lower = std::min(onset.lower, hour(s.place) - static_cast<power::Hour>(hours_per_block));
    onset.upper = std::max(onset.upper, hour(s.place) + static_cast<power::Hour>(hours_per_block));
  }
  return onset;
}

// Does the second half of the days since lie well above the first?
bool is_rising(const Residuals& r, const Series& series, Index first, Index end, float size) {
  if (end - first < 8) return false;
  const Index middle = (first + end) / 2;
  const float early = weighted_mean(increments(r, first, first, middle), series.weight);
  const float late = weighted_mean(increments(r, first, middle, end), series.weight);
  return late - early > 0.35F * size;
}

}  // namespace

std::string_view name(LoadPattern pattern) {
  static constexpr std::array<std::string_view, 5> names{"constant", "night_only", "with_pauses",
                                                         "rising", "daytime"};
  return names[static_cast<std::size_t>(pattern)];
}

std::optional<LoadStep> load_step(const Residuals& r, const ReferenceWindow& window) {
  const Series series = series_of(r);
  const std::vector<Split> splits = splits_of(series);
  if (splits.empty()) return std::nullopt;
  const Split best = *std::ranges::max_element(splits, {}, &Split::merit);
  const auto per_day = static_cast<Index>(blocks_per_day);
  const Index onset_day = best.place / per_day;
  const Index first = onset_day + 1;  // the day that it came is half a day
  const Blocks shares = increments(r, onset_day, first, r.shares.rows());
  const float mean = weighted_mean(shares, series.weight);
  if (std::isnan(mean) || mean <= 0) return std::nullopt;

  LoadStep step;
  step.onset = onset_of(splits, best, window);
  step.still_rising = is_rising(r, series, first, r.shares.rows(), mean);
  if (step.still_rising) step.onset.lower -= rise_unseen_hours;
  step.pattern = pattern_of(shares, mean, step.still_rising);
  const float size = while_on(shares, mean, step.pattern);
  const float noise = size_noise(series, std::max<Index>(3, r.shares.rows() - first));
  const float half =
      std::isnan(noise) ? size : size_interval_noises * noise + size_interval_share * size;
  const float kw = r.reference_mean_kw;
  step.kw = {std::max(0.0F, size - half) * kw, size * kw, (size + half) * kw};
  step.flatness = std::max(0.0F, *std::ranges::min_element(shares) / mean);
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    step.block_kw[c] = shares[c] * kw;
    step.mean_kw += shares[c] * kw / static_cast<float>(blocks_per_day);
  }
  return step;
}

}  // namespace davy::signal
