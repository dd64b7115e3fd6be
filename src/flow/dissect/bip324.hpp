// BIP 324, Bitcoin's encrypted peer-to-peer transport: a key of 64 random octets each way, each with up to 4,095 octets of
// garbage behind it, and nothing readable after that.
//
// Shape:   random octets alone prove nothing, so it is only looked for on a port of a Bitcoin-family node, and only ever
//          gives a name to what is not mining.
// Threads: one owner.
// Source:  BIP 324 (2019 to 2023), read 2026-11.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline constexpr std::size_t bip324_key_octets = 64;
inline constexpr std::size_t bip324_first_octets_max = bip324_key_octets + 4095;

// Main, testnets, signet and regtest of Bitcoin; Litecoin's main network.
inline bool is_bitcoin_port(std::uint16_t port) {
  return port == 8333 || port == 18333 || port == 38333 || port == 48333 || port == 18444 ||
         port == 9333;
}

inline bool begins_as_bip324(Bytes first_payload, std::uint16_t server_port) {
  return first_payload.size() >= bip324_key_octets &&
         first_payload.size() <= bip324_first_octets_max && is_bitcoin_port(server_port) &&
         looks_random(first_payload.first(bip324_key_octets));
}

class Bip324 final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp, Bytes bytes, ConversationBuilder& out) override {
    bool& random = random_[static_cast<std::size_t>(direction)];
    if (!random &&
        (bytes.size() < bip324_key_octets || !looks_random(bytes.first(bip324_key_octets))))
      over_ = true;
    random = true;
    if (over_ || !random_[0] || !random_[1]) return;
    out.related(RelatedClass::blockchain_node,
                "64 random octets and more each way, on a Bitcoin port: BIP 324 by its sizes");
    over_ = true;
  }
  void gap(Direction, std::uint64_t, ConversationBuilder&) override {}
  bool gave_up() const override { return over_; }

 private:
  std::array<bool, 2> random_{};
  bool over_ = false;
};

}  // namespace davy::flow
