// A SOCKS proxy's flow: whom the client wants, and what the inner stream holds.
//
// Threads: one owner.
#pragma once

#include "flow/dissect/content_dissector.hpp"
#include "flow/dissect/socks.hpp"

namespace davy::flow {

class SocksDissector final : public Dissector {
 public:
  SocksDissector(Workspace& workspace, std::size_t nesting) : inner_(workspace, nesting + 1) {}

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  void end(ConversationBuilder& out) override { inner_.end(out); }
  bool gave_up() const override;
  std::size_t held_octets() const override { return inner_.held_octets(); }

 private:
  SocksHandshake handshake_;
  ContentDissector inner_;
  bool named_ = false;
};

}  // namespace davy::flow
