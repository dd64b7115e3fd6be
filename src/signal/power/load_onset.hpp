// When did the load come? Fits of two forms, a step and a rise that goes on, from each place of the last weeks.
//
// Units:   places are three-hour blocks of the residuals; gains are squared noise.
// Shape:   each block of the day has a level of its own, and gets its part of the load by a profile; weighted least squares over the same
//          ten weeks for every place, so that gains can be compared.
// Threads: pure.
#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>

#include "signal/power/control_panel.hpp"
#include "signal/power/step_contrast.hpp"

namespace davy::signal {

using BlockFigures = std::array<float, blocks_per_day>;

// Of the three-hour blocks, how much each counts: by its steadiness in the reference.
BlockFigures block_weights(const Residuals& residuals);

struct OnsetFit {
  Eigen::Index step = 0;                  // first block of the best step
  bool is_rising = false;                 // a rise fits clearly better
  bool may_rise = false;                  // or about as well
  Eigen::Index onset = 0;                 // that of the form that fits
  Eigen::Index earliest = 0, latest = 0;  // places that fit nearly as well, for 90 %
  float risen = 0;  // of the best rise, what it came to at the end, as a multiple of the profile
};

// Nothing where the days are too few, or nothing came.
std::optional<OnsetFit> fit_onset(const Residuals& residuals, const BlockFigures& weight,
                                  const BlockFigures& profile);

}  // namespace davy::signal
