// libp2p: many chains' nodes (Ethereum consensus, Filecoin, Polkadot, Spacemesh, Nimiq) and storage networks (IPFS) use it.
//
// Shape:   each side opens with "/multistream/1.0.0", then names protocols, each as length, text, line feed, until one of them
//          encrypts. Named a blockchain node, unless a protocol that is spoken in clear says storage.
// Errors:  none: what is no such name ends the reading of that direction.
// Threads: one owner.
// Source:  libp2p/specs connections/README.md, multiformats/multistream-select, read 2026-11.
#pragma once

#include <array>
#include <string_view>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline constexpr std::string_view multistream_opening = "\x13/multistream/1.0.0\n";

inline bool begins_as_libp2p(Bytes first_payload) {
  return as_text(first_payload).starts_with(multistream_opening);
}

class Libp2p final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return sides_[0].done && sides_[1].done; }

 private:
  struct Side {
    FrameCutter frames;
    std::uint32_t names = 0;
    bool done = false;
  };

  bool read_name(Side& side, Bytes octets, ConversationBuilder& out);

  std::array<Side, 2> sides_;
};

}  // namespace davy::flow
