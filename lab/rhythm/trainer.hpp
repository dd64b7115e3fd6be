// Boosted trees from samples, calibrated, as the text that signal/network/boosted_trees.hpp reads.
//
// Errors:  what XGBoost refuses: Result.
// Threads: one owner; XGBoost uses two threads of its own.
// Source:  XGBoost 1.7, C API.
#pragma once

#include "base/result.hpp"
#include "lab/rhythm/samples.hpp"

namespace davy::lab {

struct TrainingOptions {
  int trees = 200;
  int depth = 5;
  double learning_rate = .12;
  std::uint32_t seed = 1;
};

// The model's lines, without comment. Mining and benign flows weigh the same in all; `calibration` must share no session
// with `training`.
Result<std::string> train(const Samples& training, const Samples& calibration, std::size_t features,
                          const TrainingOptions& options);

}  // namespace davy::lab
