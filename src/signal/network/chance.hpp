// How likely so much agreement is by chance.
//
// Units:   probabilities; natural logarithms of them where they get small.
// Threads: pure.
#pragma once

#include <cstdint>

namespace davy::signal {

// ln P(X >= successes) of a binomial X; 0 where successes is 0.
double log_binomial_tail(std::uint64_t trials, std::uint64_t successes, double probability);
// The same where trials of one series lean the same way: `correlation` of any two of them, 0 to 1 (beta-binomial).
double log_clustered_tail(std::uint64_t trials, std::uint64_t successes, double probability,
                          double correlation);

}  // namespace davy::signal
