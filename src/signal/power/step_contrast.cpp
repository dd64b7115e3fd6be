#include "signal/power/step_contrast.hpp"

#include <cmath>
#include <vector>

#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr Eigen::Index stride_days = 4;
// One per cent of the mean: a very quiet account is not accused of a step that nobody could see in it.
constexpr float noise_floor = 0.01F;
constexpr std::size_t contrasts_min = 5;

std::span<const float> rows(const Residuals& r, std::size_t channel, Eigen::Index first,
                            Eigen::Index count) {
  const auto column = static_cast<Eigen::Index>(channel);
  return {r.shares.col(column).data() + first, static_cast<std::size_t>(count)};
}

float noise_of(const Residuals& r, std::size_t channel, int span_days) {
  std::vector<float> sizes;
  for (Eigen::Index end = span_days + days_before_step; end <= r.reference_days; end += stride_days)
    sizes.push_back(std::abs(contrast_at(r, channel, end, span_days)));
  return deviations_per_mad * median_of(sizes, contrasts_min);
}

}  // namespace

float StepContrast::z(std::size_t channel) const {
  return step[channel] / (noise[channel] + noise_floor);
}

float contrast_at(const Residuals& r, std::size_t channel, Eigen::Index end, int span_days) {
  const Eigen::Index begin = end - span_days;
  const auto days = static_cast<std::size_t>(span_days);
  const float now = median_of(rows(r, channel, begin, span_days), (days + 1) / 2);
  return now - median_of(rows(r, channel, begin - days_before_step, days_before_step),
                         days_before_step / 2);
}

StepNoise step_noise(const Residuals& r) {
  StepNoise noise;
  for (std::size_t span = 0; span < step_spans_days.size(); ++span)
    for (std::size_t c = 0; c < channel_count; ++c)
      noise[span][c] = noise_of(r, c, step_spans_days[span]);
  return noise;
}

std::optional<StepContrast> step_contrast(const Residuals& r, const StepNoise& noise,
                                          std::size_t span) {
  const int days = step_spans_days[span];
  if (r.shares.rows() < days + days_before_step) return std::nullopt;
  StepContrast out{.noise = noise[span]};
  for (std::size_t c = 0; c < channel_count; ++c) {
    out.step[c] = contrast_at(r, c, r.shares.rows(), days);
    if (std::isnan(out.step[c]) || std::isnan(out.noise[c])) return std::nullopt;
  }
  return out;
}

}  // namespace davy::signal
