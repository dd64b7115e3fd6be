// Quantiles of the gamma distribution: what exact Poisson bounds are made of.
//
// Units:   pure numbers.
// Shape:   regularised lower incomplete gamma P(a, x) by series (x < a + 1) or continued fraction, inverted by
//          bisection; relative error below 1e-9.
// Errors:  none; shape > 0 and 0 < probability < 1 are the caller's duty.
// Threads: pure functions.
// Source:  Abramowitz & Stegun 6.5.29 and 6.5.31; Wilson & Hilferty 1931; Garwood 1936.
#pragma once

namespace davy::energy {

// P(a, x): the probability that a gamma variable of this shape and scale 1 is at most x.
double regularised_gamma_p(double shape, double x);

// The x for which P(shape, x) = probability.
double gamma_quantile(double shape, double probability);

}  // namespace davy::energy
