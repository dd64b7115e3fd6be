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

struct Verdict {
  Level level = Level::unknown;
  double probability = 0;               // 0..1, that this is mining
  std::vector<signal::Reason> reasons;  // strongest first
};

Verdict judge(std::span<const signal::Signal> signals);

}  // namespace davy::verdict
