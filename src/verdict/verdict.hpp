// All signals about a subject, fused, with reasons.
//
// Shape:   confirmed: the mining conversation was read, or the other end answered as a pool.
//          probable:  two independent kinds of evidence, or a protocol's own unmistakable structure.
//          suspected: one kind alone, or an attempt.
//          cleared:   recognised as something else.  unknown: no coverage, no claim.
//          An absent signal never lowers a verdict; a recognition without strength recognises nothing.
// Threads: a value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "signal/signal.hpp"

namespace davy::verdict {

// One flow in a thousand, before anything is known: on most networks less, and then a signal must be stronger.
inline constexpr double prior_nats = -6.9;
// An attempt is a fact about the miner's side only, so it never grows certain, however clear its words are.
inline constexpr double attempt_nats_max = 8;

enum class Level : std::uint8_t {
  confirmed,
  probable,
  suspected,
  cleared,
  unknown
};  // most certain first
std::string_view name(Level level);
std::optional<Level> level_named(std::string_view text);

// The strongest that a detector says within one independence group and on one basis. Level and probability follow from these
// alone, so whoever keeps them can derive both again.
struct Support {
  std::string_view detector = {};  // static storage
  std::string_view group = {};     // static storage
  signal::Basis basis = signal::Basis::behaviour;
  double nats = 0;              // as the signal told it
  Timestamp window_first = {};  // of all signals that said so; 1970 where none told one
  Timestamp window_last = {};

  signal::Signal as_signal() const;
};

struct Verdict {
  Level level = Level::unknown;
  double probability = 0;               // 0..1, that this is mining
  std::vector<signal::Reason> reasons;  // strongest first; each is told once

  // What both follow from, by group, detector and basis: verdicts on the parts of a subject fuse into the one on all of it.
  std::vector<Support> supports = {};
};

Verdict judge(std::vector<signal::Signal> signals);
// The same verdict as on all the signals of the parts together.
Verdict fuse(std::span<const Verdict* const> parts);

}  // namespace davy::verdict
