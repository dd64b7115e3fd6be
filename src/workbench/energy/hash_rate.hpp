// From shares to hashes a second, and from there to watts, each with its interval and its assumption.
//
// Units:   hashes a second (solutions a second for Equihash-type work); watts at the machine, not at the wall meter.
// Shape:   intervals are 95 %. The hash rate's comes from counting N accepted shares of known difficulty: exact Poisson
//          (Garwood) bounds on N. The power's also spans the efficiency of the hardware that could do the work.
// Errors:  no estimate (nullopt) where difficulty, shares or duration are missing: never a guess without a basis. No
//          power from 1 to 4 shares.
// Source:  data/hardware.tsv (efficiencies, each with source and date).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "flow/conversation_record.hpp"
#include "workbench/energy/interval.hpp"

namespace davy::energy {

// With fewer, the interval spans a factor of ten and more (3 shares: 0.62 to 8.77), and one lucky share of high
// difficulty would read as megawatts: then the interval alone is shown, and no power.
inline constexpr std::uint64_t shares_for_best_min = 5;

struct HashRateEstimate {
  Interval hashes_per_s;
  std::uint64_t shares = 0;  // that it rests on
  double duration_s = 0;
  // "23 accepted shares × 25 MH in 3,512 s"; from submitted shares if no answer was captured; "rests on 2 shares" if few.
  std::string basis;

  bool rests_on_few() const { return shares > 0 && shares < shares_for_best_min; }
};

struct PowerEstimate {
  Interval watts;
  std::string hardware;  // the assumption: "CPU, 5–25 J/kH (RandomX)" with the source's date
};

std::optional<HashRateEstimate> estimate_hash_rate(const flow::ConversationRecord& conversation);
std::optional<PowerEstimate> estimate_power(const HashRateEstimate& rate,
                                            std::string_view algorithm);

// Exact 95 % bounds on a Poisson mean after `count` events (Garwood 1936).
Interval poisson_interval(std::uint64_t count);

}  // namespace davy::energy
