// What a tunnel of packets carries besides words: the acknowledgements of what is inside, and keep-alives.
//
// Units:   octets of a message.
// Shape:   the same few octets from either side, again and again, and no word is smaller. In a stream such sizes may be
//          padding too, so there they must come at once after the other side's words, as acknowledgements do and shares
//          do not.
// Bounds:  three sizes.
// Threads: const after construction.
// Source:  measured on live tunnels, lab/tunnels/sizes.tsv.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "flow/rhythm_record.hpp"

namespace davy::signal {

class TunnelEmpties {
 public:
  explicit TunnelEmpties(const flow::RhythmWindow& window);
  bool hold(std::uint16_t octets) const { return octets <= up_to_; }

 private:
  std::optional<int> next_common(int beyond) const;

  std::array<std::vector<std::uint16_t>, 2> sizes_;  // of each side, sorted
  int up_to_ = -1;
};

}  // namespace davy::signal
