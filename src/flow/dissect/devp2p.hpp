// Ethereum-family nodes: discovery v4 datagrams and the first packet of an RLPx connection. Recognised, and not mining.
//
// Shape:   discv4: hash 32, signature 65 (its last octet 0 or 1), type 1 to 6, then one RLP list whose items have the form
//          of that type. RLPx hides everything; only the EIP-8 size prefix of its first packets, which fits exactly, and
//          the usual ports speak for it, so both sides' first packets must fit.
//          The hash is Keccak-256, which OpenSSL 3.0 does not offer; the structure has to do.
// Errors:  none: what does not fit says nothing.
// Threads: one owner.
// Source:  ethereum/devp2p discv4.md and rlpx.md, EIP-8, EIP-868, read 2026-11.
#pragma once

#include <optional>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

// One RLP item at the front of `octets`; nothing if it is cut or its length is not written the shortest way.
struct RlpItem {
  bool is_list = false;
  Bytes content;
  Bytes rest;
};
std::optional<RlpItem> read_rlp(Bytes octets);

bool is_discv4(Bytes datagram);
inline bool begins_as_discv4(Bytes datagram) {
  return datagram.size() > 99 && datagram[97] >= 1 && datagram[97] <= 6 && datagram[96] <= 1 &&
         datagram[98] >= 0xc0 && is_discv4(datagram);
}

inline constexpr std::uint16_t rlpx_port_first = 30303;
inline constexpr std::uint16_t rlpx_port_last =
    30311;  // several nodes on one machine count upwards
inline constexpr std::size_t rlpx_handshake_octets_min = 200;
inline constexpr std::size_t rlpx_handshake_octets_max = 1024;

// A handshake packet by its EIP-8 prefix: the length of what follows, exactly.
inline bool has_rlpx_size(Bytes payload) {
  return payload.size() >= rlpx_handshake_octets_min &&
         payload.size() <= rlpx_handshake_octets_max &&
         payload.size() == 2u + load_be16(payload.data());
}
inline bool begins_as_rlpx(Bytes first_payload, std::uint16_t server_port) {
  return server_port >= rlpx_port_first && server_port <= rlpx_port_last &&
         has_rlpx_size(first_payload) && looks_random(first_payload.subspan(2));
}

class Discv4 final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction, std::uint64_t, ConversationBuilder&) override {}
  bool gave_up() const override { return done_; }

 private:
  bool done_ = false;
};

// To be made only where begins_as_rlpx() was true: it does not know the port.
class Rlpx final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction, std::uint64_t, ConversationBuilder&) override { other_ = true; }
  bool gave_up() const override { return other_; }

 private:
  std::optional<Direction> first_;
  bool other_ = false;  // recognised, or cannot be
};

}  // namespace davy::flow
