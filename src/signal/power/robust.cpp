#include "signal/power/robust.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace davy::signal {
namespace {

std::vector<float> known_values(std::span<const float> values) {
  std::vector<float> known;
  known.reserve(values.size());
  for (const float v : values)
    if (!std::isnan(v)) known.push_back(v);
  return known;
}

float middle(std::span<float> known) {
  if (known.empty()) return 0;
  const std::size_t half = known.size() / 2;
  std::nth_element(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(half), known.end());
  const float upper = known[half];
  if (known.size() % 2 == 1) return upper;
  return (upper +
          *std::max_element(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(half))) /
         2;
}

std::span<const float> span_of(const Eigen::Ref<const Eigen::VectorXf>& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

}  // namespace

float median_of(const Eigen::Ref<const Eigen::VectorXf>& values) {
  std::vector<float> known = known_values(span_of(values));
  return middle(known);
}

// Asked of a few weeks of days, millions of times: without an allocation.
float median_of(std::span<const float> values, std::size_t needed) {
  constexpr std::size_t few = 64;
  if (values.size() <= few) {
    std::array<float, few> room;
    const auto end = std::copy_if(values.begin(), values.end(), room.begin(),
                                  [](float v) { return !std::isnan(v); });
    const auto count = static_cast<std::size_t>(end - room.begin());
    if (count < needed) return std::numeric_limits<float>::quiet_NaN();
    return middle(std::span{room}.first(count));
  }
  std::vector<float> known = known_values(values);
  return known.size() < needed ? std::numeric_limits<float>::quiet_NaN() : middle(known);
}

Spread spread_of(const Eigen::Ref<const Eigen::VectorXf>& values) {
  std::vector<float> known = known_values(span_of(values));
  const float median = middle(known);
  for (float& v : known) v = std::abs(v - median);
  return {median, deviations_per_mad * middle(known)};
}

Moments moments_of(const Eigen::Ref<const Eigen::VectorXf>& values) {
  const std::vector<float> known = known_values(span_of(values));
  if (known.empty()) return {};
  double sum = 0;
  double squares = 0;
  for (const float v : known) sum += v;
  const double mean = sum / static_cast<double>(known.size());
  for (const float v : known) squares += (v - mean) * (v - mean);
  return {known.size(), static_cast<float>(mean),
          static_cast<float>(std::sqrt(squares / static_cast<double>(known.size())))};
}

}  // namespace davy::signal
