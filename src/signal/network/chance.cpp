#include "signal/network/chance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace davy::signal {
namespace {

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

}  // namespace

// From the first term on each is the one before times a ratio, so the sum is of one exponent.
double log_binomial_tail(std::uint64_t trials, std::uint64_t successes, double probability) {
  if (successes == 0 || probability >= 1) return 0;
  if (successes > trials || probability <= 0) return -std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(trials);
  const auto first = static_cast<double>(successes);
  const double odds = probability / (1 - probability);
  double term = 1, sum = 1;
  for (double k = first; k < n && term > sum * 1e-17; ++k) {
    term *= (n - k) / (k + 1) * odds;
    sum += term;
  }
  const double log_first =
      log_choose(n, first) + first * std::log(probability) + (n - first) * std::log1p(-probability);
  return std::min(0.0, log_first + std::log(sum));
}

}  // namespace davy::signal
