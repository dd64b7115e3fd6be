// All signals about a subject, fused, with reasons.
//
// Shape:   confirmed: the mining conversation was read, or the other end answered as a pool.
//          probable:  two independent kinds of evidence, or a protocol's own unmistakable structure.
//          suspected: one kind alone, or an attempt.
//          cleared:   recognised as something else.  unknown: no coverage, no claim.
//          An absent signal never lowers a verdict.
// Threads: a value.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "signal/signal.hpp"

namespace davy::verdict {

enum class Level : std::uint8_t {
  confirmed,
  probable,
  suspected,
  cleared,
  unknown
};  // most certain first
std::string_view name(Level level);

// The strongest that one independence group says: within a group, strengths do not add up.
struct GroupStrength {
  std::string_view group;  // static storage
  double nats = 0;
};

struct Verdict {
  Level level = Level::unknown;
  double probability = 0;               // 0..1, that this is mining
  std::vector<signal::Reason> reasons;  // strongest first; each is told once

  // What level and probability follow from: verdicts on the parts of a subject fuse into the one on all of it.
  std::vector<GroupStrength> groups = {};
  double recognised_nats = 0;    // 0 or negative
  std::uint32_t bases_bits = 0;  // 1 << signal::Basis
};

Verdict judge(std::vector<signal::Signal> signals);
// The same verdict as on all the signals of the parts together.
Verdict fuse(std::span<const Verdict* const> parts);

}  // namespace davy::verdict
