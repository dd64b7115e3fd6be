#include "workbench/energy/poisson.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "workbench/energy/hash_rate.hpp"

namespace davy::energy {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr int terms_max =
    10'000;  // enough for shapes up to exact_shape_max: terms grow with its square root
constexpr double exact_shape_max = 1e5;      // above it Wilson-Hilferty alone is good to 1e-7
constexpr double z_975 = 1.959963984540054;  // standard normal quantile of 0.975

// x^a e^-x / Gamma(a)
double gamma_density_factor(double a, double x) {
  return std::exp(a * std::log(x) - x - std::lgamma(a));
}

double series_p(double a, double x) {
  double term = 1 / a;
  double sum = term;
  for (int n = 1; n < terms_max && term > sum * epsilon; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * gamma_density_factor(a, x);
}

// Lentz's method on the continued fraction of Q(a, x) = 1 - P(a, x).
double fraction_q(double a, double x) {
  constexpr double tiny = std::numeric_limits<double>::min() / epsilon;
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double h = d;
  for (int n = 1; n < terms_max; ++n) {
    const double numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    d = 1 / (std::abs(d) < tiny ? tiny : d);
    c = b + numerator / c;
    if (std::abs(c) < tiny) c = tiny;
    h *= d * c;
    if (std::abs(d * c - 1) < epsilon) break;
  }
  return h * gamma_density_factor(a, x);
}

// Cube-root normal approximation: the start of the search, and the answer where the shape is huge.
double wilson_hilferty(double shape, double normal_quantile) {
  const double ninth = 1 / (9 * shape);
  const double root = 1 - ninth + normal_quantile * std::sqrt(ninth);
  return shape * root * root * root;
}

}  // namespace

double regularised_gamma_p(double shape, double x) {
  if (x <= 0) return 0;
  return x < shape + 1 ? series_p(shape, x) : 1 - fraction_q(shape, x);
}

// Newton's method, held inside an interval that each step narrows.
double gamma_quantile(double shape, double probability) {
  double low = 0;
  double high = shape + 1;
  while (regularised_gamma_p(shape, high) < probability) high *= 2;
  double x = std::min(shape, high);
  for (int step = 0; step < 200 && high - low > 1e-12 * high; ++step) {
    const double error = regularised_gamma_p(shape, x) - probability;
    (error < 0 ? low : high) = x;
    const double newton = x - error * x / gamma_density_factor(shape, x);
    if (std::abs(newton - x) <= 1e-12 * x) return newton;
    x = newton > low && newton < high ? newton : low + (high - low) / 2;
  }
  return x;
}

Interval poisson_interval(std::uint64_t count) {
  const auto n = static_cast<double>(count);
  if (n > exact_shape_max) {
    return {wilson_hilferty(n, -z_975), n, wilson_hilferty(n + 1, z_975)};
  }
  return {count == 0 ? 0 : gamma_quantile(n, 0.025), n, gamma_quantile(n + 1, 0.975)};
}

}  // namespace davy::energy
