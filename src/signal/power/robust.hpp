// Medians and spreads that a few wild values do not move; gaps are left out.
//
// Threads: pure.
#pragma once

#include <Eigen/Core>
#include <span>

namespace davy::signal {

// 0 where there is no value.
float median_of(const Eigen::Ref<const Eigen::VectorXf>& values);
// Of at least `needed` values, else a gap.
float median_of(std::span<const float> values, std::size_t needed);

struct Spread {
  float median = 0;
  float deviation = 0;  // 1.4826 × median absolute deviation: a standard deviation, if normal
};
Spread spread_of(const Eigen::Ref<const Eigen::VectorXf>& values);

struct Moments {
  std::size_t count = 0;
  float mean = 0;
  float deviation = 0;
};
Moments moments_of(const Eigen::Ref<const Eigen::VectorXf>& values);

inline constexpr float deviations_per_mad = 1.4826F;

}  // namespace davy::signal
