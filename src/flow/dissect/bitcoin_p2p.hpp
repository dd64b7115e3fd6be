// Nodes of Bitcoin and its many forks talking to each other: recognised, named, and not mining.
//
// Shape:   header of 24 octets (magic, command of 12, length, checksum) and payload, on any port. A known command with a
//          correct checksum is enough for any magic, so forks that nobody listed are found; a known magic and command with a
//          plausible length is enough where the message is not whole. After the first such message nothing more is read.
// Errors:  none: what does not fit says nothing.
// Threads: one owner.
// Source:  Bitcoin developer reference (P2P network), bitcoin/bitcoin protocol.h; magics from each coin's chainparams, see
//          bitcoin_p2p.cpp; read 2026-11.
#pragma once

#include <array>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline constexpr std::size_t bitcoin_header_octets = 24;

bool is_bitcoin_message(Bytes octets);
// A header whose command begins with a lower-case letter and is padded with zeros; the rest is looked at more closely.
inline bool begins_as_bitcoin_p2p(Bytes first_payload) {
  return first_payload.size() >= bitcoin_header_octets && first_payload[4] >= 'a' &&
         first_payload[4] <= 'z' && first_payload[19] < 2 && is_bitcoin_message(first_payload);
}

class BitcoinP2p final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return done_ || misses_ >= segments_without_frame_max; }

 private:
  std::array<FrameCutter, 2> frames_;
  std::uint8_t misses_ = 0;  // segments that held no message
  bool done_ = false;
};

}  // namespace davy::flow
