// How far stated strengths are from being true: reliability bins, expected calibration error, Brier score.
//
// Units:   strengths and priors are natural-log odds; weights and shares are of 1.
// Shape:   flows weigh so that mining and benign ones have the prior's shares, however many of each were drawn.
// Threads: pure.
// Source:  Guo et al., On Calibration of Modern Neural Networks, 2017; Brier, 1950.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace davy::lab {

struct StatedFlow {
  double strength_nats = 0;
  bool mining = false;
  bool opening_seen = true;  // otherwise either end may be the client
};

// Flows of similar stated probability.
struct Bin {
  double stated = 0;       // mean probability
  double found = 0;        // share that is mining
  double weight = 0;       // of all
  std::size_t mining = 0;  // flows
  std::size_t benign = 0;
};
struct Bins {
  std::vector<Bin> equal_width;  // in probability; empty ones are left out
  std::vector<Bin> equal_mass;
};
Bins bins_of(std::span<const StatedFlow> flows, double prior_nats, std::size_t count);

// Those of this strength and more, as one bin: what a threshold lets through.
Bin bin_from(std::span<const StatedFlow> flows, double prior_nats, double nats_min);

// Weighted mean of |stated - found|.
double expected_calibration_error(std::span<const Bin> bins);
// Weighted mean of (probability - truth)²: 0 is perfect; 0.25 is a coin's at even odds.
double brier_score(std::span<const StatedFlow> flows, double prior_nats);

}  // namespace davy::lab
