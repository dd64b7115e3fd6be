// Stratum V2 behind Noise: recognised by the sizes of its handshake and records; nothing is read.
//
// Units:   octets of one segment. A record is 22 octets of header and the payload + 16: 38 more than its payload.
// Shape:   client 64 (an ElligatorSwift key), server 234 (key, encrypted key, signature), client SetupConnection, server its
//          Success of 44, in this order and each alone. Only when all four fit is it `unmistakable`; before that, and with
//          one direction alone, nothing is said. Later records are counted by the message whose size they have.
//          Bitcoin's BIP324 begins with the same 64 octets, but its answer carries up to 4095 octets of garbage, and no
//          record of 44 follows; MTProto and other obfuscated protocols send data with, or right behind, the first 64.
// Errors:  none: what does not fit ends it.
// Threads: one owner.
// Source:  stratum-mining/sv2-spec chapter 4 (its text says 170 octets for the answer; the fields and the reference
//          implementation give 64 + 80 + 90 = 234), read 2026-11; BIP324.
#pragma once

#include <string>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

namespace dialects {
extern const Dialect stratum_v2_noise;
}

inline constexpr std::size_t sv2_noise_key_octets = 64;

inline bool begins_as_stratum_v2_noise(Bytes first_payload) {
  return first_payload.size() == sv2_noise_key_octets && looks_random(first_payload);
}

class StratumV2Noise final : public Dissector {
 public:
  explicit StratumV2Noise(std::uint16_t server_port = 0) : server_port_(server_port) {}

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return phase_ == Phase::other; }

 private:
  enum class Phase : std::uint8_t { key, answer, set_up, set_up_answer, records, other };

  bool set_up_fits() const {
    return set_up_octets_ >= 54 && set_up_octets_ <= 800;
  }  // all texts empty; and more than any
  Phase next_phase(Direction direction, Bytes bytes);
  void recognised(Timestamp time, ConversationBuilder& out);
  void count_records(Direction direction, Timestamp time, std::size_t octets,
                     ConversationBuilder& out);

  std::uint16_t server_port_;  // only for naming what turns out not to be Stratum V2
  Phase phase_ = Phase::key;
  Direction client_ = Direction::forward;
  std::size_t answer_octets_ = 0;
  std::size_t set_up_octets_ = 0;
};

}  // namespace davy::flow
