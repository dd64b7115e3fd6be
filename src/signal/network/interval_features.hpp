// What the shape of a flow is made of where only its exported intervals are known: how much went each way in about every
// minute, and how evenly.
//
// Units:   packets and octets of IP; time in seconds; every feature is a ratio, a share, a correlation or a logarithm.
// Shape:   per direction, intervals that begin within a minute of each other are one step; a longer interval is a step by
//          itself. Features of the upward direction first, then the downward one, then of both.
// Threads: pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "flow/conversation_record.hpp"
#include "flow/intervals_record.hpp"

namespace davy::signal {

inline constexpr std::size_t interval_features_each = 13;
inline constexpr std::size_t interval_features = 2 * interval_features_each + 6;
using IntervalFeatures = std::array<float, interval_features>;

// Nothing where there is too little to tell: fewer than eight steps one way, less than ten minutes, one direction alone,
// sampled packets, or intervals so long that nothing of a minute is left.
std::optional<IntervalFeatures> interval_features_of(const flow::IntervalsRecord& record,
                                                     flow::Direction client_sends);

// One direction as its steps, for explanations and plots.
struct IntervalStep {
  double start_s = 0;  // since the first interval
  double packets = 0;
  double octets = 0;  // of IP
};
std::vector<IntervalStep> interval_steps(const flow::IntervalsRecord& record,
                                         flow::Direction direction);

}  // namespace davy::signal
