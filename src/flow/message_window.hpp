// The messages of one flow that its rhythm is read from: the last ones, or, where a flow is mixed with what never comes
// again, those of sizes that recur.
//
// Units:   milliseconds since the message before, octets; packed in 32 bits.
// Shape:   once full, some are let go at once. Where few sizes keep coming back, what is of no such size goes first (a
//          stray): dummies of random sizes would push all else out within minutes. Otherwise the oldest go.
// Bounds:  kept_max messages; longer gaps and larger messages count as the largest that fit.
// Threads: one owner, the flow's shard.
// Source:  our feasibility study's filter of spikes in a histogram of sizes; the method is our own.
#pragma once

#include <array>
#include <cstdint>

#include "base/time.hpp"
#include "flow/conversation_record.hpp"

namespace davy::flow {

class MessageWindow {
 public:
  static constexpr std::size_t kept_max = 88;

  struct Message {
    Direction direction = Direction::forward;
    std::uint16_t octets = 0;
    std::uint32_t gap_ms = 0;  // since the message before it that is kept
  };

  void add(Direction direction, std::uint32_t octets, Duration gap);
  // The last message has more octets.
  void set_last_octets(std::uint32_t octets);

  void clear() { kept_ = 0; }

  std::size_t size() const { return kept_; }
  Message operator[](std::size_t i) const;
  Message last() const { return (*this)[kept_ - 1u]; }
  void prefetch_next() const { __builtin_prefetch(&packed_[kept_ < kept_max ? kept_ : 0], 1); }
  std::uint32_t strays() const { return strays_; }  // ever let go before their time

 private:
  void make_room();

  std::uint32_t strays_ = 0;
  std::uint8_t kept_ = 0;  // before what it counts: it lies in the line that every message touches
  std::array<std::uint32_t, kept_max> packed_{};  // direction : 1, octets : 12, gap : 19
};

}  // namespace davy::flow
