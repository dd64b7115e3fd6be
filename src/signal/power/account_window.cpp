#include "signal/power/account_window.hpp"

#include <algorithm>

#include "signal/power/robust.hpp"

namespace davy::signal {

AccountWindow::AccountWindow(const ControlPanel& panel, const PanelWindow& window,
                             std::size_t meter)
    : window_(window.window()),
      offset_(static_cast<std::size_t>(window_.first - panel.first_day())) {
  models_.reserve(channel_count);
  for (std::size_t c = 0; c < channel_count; ++c) models_.push_back(window.model(meter, c));
}

Residuals AccountWindow::residuals(const std::vector<DayFigures>& days) const {
  Residuals out;
  out.reference_days = window_.reference_days();
  out.shares.resize(window_.days(), static_cast<Eigen::Index>(channel_count));
  Eigen::VectorXf channel(window_.days());
  for (std::size_t c = 0; c < channel_count; ++c) {
    for (Eigen::Index i = 0; i < window_.days(); ++i)
      channel[i] = days[offset_ + static_cast<std::size_t>(i)][c];
    out.shares.col(static_cast<Eigen::Index>(c)) = models_[c].residuals(channel);
    if (c == mean_channel)
      out.reference_mean_kw = moments_of(channel.head(out.reference_days)).mean;
  }
  out.shares /= std::max(1e-6F, out.reference_mean_kw);
  return out;
}

std::optional<ReferenceWindow> window_ending(const ControlPanel& panel, power::Day end) {
  const power::Day reference_end = end - frozen_days;
  const power::Day first = std::max(panel.first_day(), reference_end - reference_days_max);
  if (reference_end - first < reference_days_min || end > panel.end_day()) return std::nullopt;
  return ReferenceWindow{first, reference_end, end};
}

}  // namespace davy::signal
