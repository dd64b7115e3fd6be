// One account in one window: its days less what calendar and other accounts explain.
//
// Shape:   models are fitted once and serve any version of the account's days: as they were, or with a load put in.
// Threads: const access from several threads.
#pragma once

#include <vector>

#include "signal/power/control_panel.hpp"
#include "signal/power/step_contrast.hpp"

namespace davy::signal {

class AccountWindow {
 public:
  AccountWindow(const ControlPanel& panel, const PanelWindow& window, std::size_t meter);
  // `days`: of the panel's axis.
  Residuals residuals(const std::vector<DayFigures>& days) const;
  const ReferenceWindow& window() const { return window_; }

 private:
  ReferenceWindow window_;
  std::size_t offset_;  // of the window in the panel
  std::vector<ChannelModel> models_;
};

// The reference ends six weeks before the last day and holds a year, or what there is of it. Nothing where that is too little.
inline constexpr int reference_days_max = 365;
inline constexpr int reference_days_min = 108;
inline constexpr int frozen_days = 42;
std::optional<ReferenceWindow> window_ending(const ControlPanel& panel, power::Day end);

}  // namespace davy::signal
