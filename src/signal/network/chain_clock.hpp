// Detector: a flow whose server speaks unasked when a chain has a new block. No pool can put that off without losing money.
//
// Units:   p-values of one test, times the chains and flows that were tested; strength_nats is their negative logarithm, bounded.
// Shape:   blocks come at random and know nothing of this flow, so each falls near one of its pushes with a chance that is the
//          share of time that lies near one: the number of blocks that did is binomial, exactly. How late a pool is, and how
//          late whoever wrote down the blocks, nobody knows: test() looks through a wide window, and best_test() through narrow
//          ones too, which pay for their number. Block explorers, wallets and
//          nodes follow blocks too: only flows that look like mining are tested, and those whose requests are not a timer's.
//          Times that miners wrote into their blocks are off by more than a pool's delay: such a series is held against the
//          flow within half a minute to a minute, which leaves room for a test only where the server speaks rarely.
//          Independence group "chain-clock"; "synchrony" where the clock is mining that was read on this site, as agreeing
//          with that and being linked to it are one thing.
// Threads: const after construction; test() is pure.
// Source:  the idea: MineHunter (ACSAC 2021); the test is our own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "flow/flow_record.hpp"
#include "signal/intel/block_series.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

struct ClockAgreement {
  std::uint32_t blocks = 0;     // while the flow was there
  std::uint32_t met = 0;        // of them, with a push in the window
  double from_s = 0, to_s = 0;  // the window, since the block
  double chance = 0;            // that a block is met by accident
  double log_p = 0;             // natural logarithm
  double log_p_more = 0;        // of one block more met; under chance p is uniform between the two
};

// Nothing where the two were not there together for long enough, or where chance has too much room.
std::optional<ClockAgreement> test(std::span<const Timestamp> pushes,
                                   std::span<const Timestamp> blocks,
                                   BlockTime times = BlockTime::arrival);
// The window that agrees most; its p is at least what chance alone would have in any of them.
std::optional<ClockAgreement> best_test(std::span<const Timestamp> pushes,
                                        std::span<const Timestamp> blocks,
                                        BlockTime times = BlockTime::arrival);

class ChainClock {
 public:
  // `given`: series of files. Those of mining that was read among `records` are added.
  ChainClock(std::span<const flow::FlowRecord> records, std::span<const BlockSeries> given);

  std::map<std::size_t, Signal> signals() const { return signals_; }  // by record
  std::uint64_t tests() const { return tests_; }

 private:
  std::map<std::size_t, Signal> signals_;
  std::uint64_t tests_ = 0;
};

}  // namespace davy::signal
