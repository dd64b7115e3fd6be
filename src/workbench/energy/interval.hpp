// A quantity of which a lower bound, a best value and an upper bound are known, and sums of such.
//
// Shape:   lower <= best <= upper. Adding bounds adds the worst cases: the sum's interval is never too narrow, whatever the
//          parts have in common.
// Threads: values.
#pragma once

namespace davy::energy {

struct Interval {
  double lower = 0;
  double best = 0;
  double upper = 0;
};

inline Interval operator+(const Interval& a, const Interval& b) {
  return {a.lower + b.lower, a.best + b.best, a.upper + b.upper};
}
inline Interval operator*(const Interval& a, double factor) {
  return {a.lower * factor, a.best * factor, a.upper * factor};
}

}  // namespace davy::energy
