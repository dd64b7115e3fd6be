// One detector says one thing about one subject in one window.
//
// Units:   strength_nats is a natural-log likelihood ratio (mining against not), not a score.
// Shape:   signals of one independence group are not added up as if they were independent (verdict/fusion does that).
// Threads: a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace davy::signal {

enum class Basis : std::uint8_t {
  conversation,  // a mining conversation was read
  pool_answer,   // the other end answered as a pool
  structure,     // a protocol's own unmistakable structure
  attempt,       // the miner spoke, nobody answered in kind
  indicator,     // a name or address
  behaviour,     // shape, rhythm, load
  recognised,    // positively recognised as something that is not mining
};
std::string_view name(Basis basis);
std::optional<Basis> basis_named(std::string_view text);

struct Reason {
  std::string_view detector;  // static storage
  double strength_nats = 0;
  std::string evidence;  // one line a person understands
};

struct Signal {
  std::string_view detector;            // e.g. "mining_conversation"; static storage
  std::string_view independence_group;  // e.g. "content"; static storage
  Basis basis = Basis::behaviour;
  double strength_nats = 0;
  Timestamp window_first = {};
  Timestamp window_last = {};
  std::vector<Reason> reasons = {};  // strongest first
};

}  // namespace davy::signal
