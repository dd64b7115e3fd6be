// Nodes of Monero and other CryptoNote chains talking to each other (Levin): recognised, named, and not mining.
//
// Shape:   header of 33 octets: signature of 8, length of the body, answer wanted, command, return code, flags, version 1.
//          After the first header that holds together nothing more is read, save the network id behind a handshake.
// Errors:  none: what does not fit says nothing.
// Threads: one owner.
// Source:  monero-project/monero contrib/epee levin_base.h, docs/LEVIN_PROTOCOL.md, cryptonote_config.h, read 2026-11.
#pragma once

#include <array>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline constexpr std::size_t levin_header_octets = 33;
inline constexpr std::uint64_t levin_signature = 0x0101010101012101;

bool is_levin_header(Bytes octets);
inline bool begins_as_levin(Bytes first_payload) {
  return first_payload.size() >= levin_header_octets &&
         load_le64(first_payload.data()) == levin_signature && is_levin_header(first_payload);
}

class Levin final : public Dissector {
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
