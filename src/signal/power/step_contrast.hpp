// Has a load come to stay? The last days against the six weeks before them, in each channel of the day, in units of how much
// such contrasts vary in the reference.
//
// Units:   steps are shares of the account's mean over the reference.
// Shape:   a step is the median of the last n days less the median of the 42 days before; its noise is the median size of the
//          same contrast all through the reference.
// Threads: pure.
#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>

#include "signal/power/control_panel.hpp"

namespace davy::signal {

inline constexpr std::array<int, 3> step_spans_days{14, 21, 32};
inline constexpr int days_before_step = 42;

// Residuals of one account in one window: days × channels, as shares of its reference mean.
struct Residuals {
  Eigen::MatrixXf shares;
  float reference_mean_kw = 0;
  Eigen::Index reference_days = 0;
};

using ChannelFigures = std::array<float, channel_count>;

// Of each span, how much its contrast varies in the reference; a gap where that is too short. What is done to the days that
// are judged does not change it.
using StepNoise = std::array<ChannelFigures, step_spans_days.size()>;
StepNoise step_noise(const Residuals& residuals);

struct StepContrast {
  ChannelFigures step{};
  ChannelFigures noise{};

  float z(std::size_t channel) const;
};

// Nothing where too many days are missing. `span`: which of step_spans_days.
std::optional<StepContrast> step_contrast(const Residuals& residuals, const StepNoise& noise,
                                          std::size_t span);
// The contrast in one channel that ends before row `end`; a gap where too many days are missing.
float contrast_at(const Residuals& residuals, std::size_t channel, Eigen::Index end, int span_days);

}  // namespace davy::signal
