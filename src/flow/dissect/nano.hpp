// Nodes of Nano talking to each other: recognised by the handshake that opens every connection, and not mining.
//
// Shape:   header of 8 octets: 'R', network 'A' (test), 'B' (beta) or 'C' (live), three versions, type, extension bits; then
//          for the handshake (type 10) a cookie of 32 octets, an answer of 96 or more, or both.
// Errors:  none: what does not fit says nothing.
// Threads: one owner.
// Source:  nanocurrency/protocol reference (message header, node_id_handshake), read 2026-11.
#pragma once

#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline bool begins_as_nano(Bytes first_payload) {
  if (first_payload.size() < 40 || first_payload[0] != 'R' || first_payload[5] != 10) return false;
  const bool network = first_payload[1] >= 'A' && first_payload[1] <= 'C';
  const std::uint8_t most = first_payload[2];
  const std::uint8_t used = first_payload[3];
  const std::uint8_t least = first_payload[4];
  const bool versions = least >= 7 && least <= used && used <= most && most < 64;
  const bool asks = (first_payload[6] & 1) != 0;
  const bool answers = (first_payload[6] & 2) != 0;
  const std::size_t octets = 8u + (asks ? 32u : 0u) + (answers ? 96u : 0u);
  return network && versions && (asks || answers) && first_payload.size() >= octets &&
         first_payload.size() <= octets + 64;  // newer answers carry a salt and a genesis hash
}

class Nano final : public Dissector {
 public:
  void bytes(Direction, Timestamp, Bytes bytes, ConversationBuilder& out) override {
    if (!begins_as_nano(bytes)) return;
    out.related(RelatedClass::blockchain_node,
                "Nano peer-to-peer: header with network, versions and type 10, and a handshake of "
                "exactly fitting size");
    out.set_coin("XNO", 2, "network magic");
  }
  void gap(Direction, std::uint64_t, ConversationBuilder&) override {}
  bool gave_up() const override { return true; }  // the first message says it all
};

}  // namespace davy::flow
