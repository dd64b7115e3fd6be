// Flows whose servers speak unasked at the same moments share a clock: two miners of one pool get their jobs together.
//
// Units:   p-values are of one pair, times the pairs that were compared; strength_nats is their negative logarithm, bounded.
//          Three widths are tried, and each pays its part of p for that.
// Shape:   only flows that look like mining are compared, or hold mining that was read: chat rooms, markets and news are
//          synchronous too. Two flows that are both periodic agree at other shifts of one against the other as well, and
//          are not linked.
// Bounds:  limits::synchrony_flows_max flows are compared, those with most pushes first; the rest are counted.
// Threads: one owner; linked() is pure.
// Source:  the idea of a chain's clock: MineHunter (ACSAC 2021); the test is our own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct SynchronousPair {
  std::size_t a = 0, b = 0;  // as given to compare()
  std::uint32_t coincidences =
      0;  // pushes of the one with fewer that fall within the width of one of the other
  std::uint32_t pushes = 0;  // of the one with fewer, while both were there
  double width_s = 0;
  double log_p = 0;       // natural logarithm, of this pair alone
  double log_p_more = 0;  // of one coincidence more; under chance p is uniform between the two
};

// Is a link of this flow's pushes worth something? Where mining was read, and where the shape is clearly a miner's and the
// client's messages are not all on a timer.
bool has_telling_clock(const flow::FlowRecord& record);
// How two series of moments compare; nothing where they were not both there for long enough.
std::optional<SynchronousPair> compare(std::span<const Timestamp> a, std::span<const Timestamp> b);
// How two series of moments agree; nothing where they do not, or not long enough to tell. Times are sorted.
std::optional<SynchronousPair> linked(std::span<const Timestamp> a, std::span<const Timestamp> b);

// A flow not read whose clock is worth comparing: it looks like mining, and its client does not ask on a timer.
bool is_clock_suspect(const flow::FlowRecord& record);

class Synchrony {
 public:
  // Links of flows among `records`, given by their place. A flow takes part if has_telling_clock().
  explicit Synchrony(std::span<const flow::FlowRecord> records);

  // What the links of a flow say of it: its strongest, if it is beyond chance.
  std::optional<Signal> signal(std::size_t record) const;
  std::map<std::size_t, Signal> signals() const;  // of all that have one, by record
  std::uint64_t pairs_compared() const { return pairs_compared_; }
  std::uint64_t flows_left_out() const { return flows_left_out_; }

 private:
  struct Candidate {
    std::size_t record;
    bool is_read;  // mining was read in it
  };
  void keep(const SynchronousPair& pair);

  std::span<const flow::FlowRecord> records_;
  std::vector<Candidate> candidates_;
  std::vector<SynchronousPair> strongest_;  // by record; empty where there is no suspect
  std::uint64_t pairs_compared_ = 0;
  std::uint64_t flows_left_out_ = 0;
};

}  // namespace davy::signal
