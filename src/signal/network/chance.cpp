#include "signal/network/chance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace davy::signal {
namespace {

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

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

double log_clustered_tail(std::uint64_t trials, std::uint64_t successes, double probability,
                          double correlation) {
  if (correlation <= 0) return log_binomial_tail(trials, successes, probability);
  if (successes == 0 || probability >= 1) return 0;
  if (successes > trials || probability <= 0) return -std::numeric_limits<double>::infinity();
  const double a = probability * (1 - correlation) / correlation;
  const double b = (1 - probability) * (1 - correlation) / correlation;
  const auto n = static_cast<double>(trials);
  double largest = -std::numeric_limits<double>::infinity(), sum = 0;
  for (std::uint64_t i = successes; i <= trials; ++i) {
    const auto k = static_cast<double>(i);
    const double term = log_choose(n, k) + log_beta(k + a, n - k + b) - log_beta(a, b);
    sum = term > largest ? sum * std::exp(largest - term) + 1 : sum + std::exp(term - largest);
    largest = std::max(largest, term);
  }
  return std::min(0.0, largest + std::log(sum));
}

}  // namespace davy::signal
