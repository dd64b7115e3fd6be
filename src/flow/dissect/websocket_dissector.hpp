// A conversation in WebSocket messages: each text or binary message is one or more JSON messages of a dialect.
//
// Threads: one owner.
#pragma once

#include <array>
#include <string_view>

#include "flow/dissect/content_dissector.hpp"
#include "flow/dissect/json_dissector.hpp"
#include "flow/dissect/websocket.hpp"

namespace davy::flow {

class WebSocketDissector final : public Dissector {
 public:
  explicit WebSocketDissector(Workspace& workspace);

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return json_.gave_up(); }
  std::size_t held_octets() const override {
    return json_.held_octets() + sides_[0].stream.held_octets() + sides_[1].stream.held_octets();
  }

 private:
  struct Side final : WebSocketSink {
    Side(WebSocketDissector& o, Direction d, MalformedCounts& m)
        : owner(o), direction(d), stream(*this, m) {}
    void message(WebSocketOpcode opcode, Bytes payload, bool complete) override;
    WebSocketDissector& owner;
    Direction direction;
    WebSocketStream stream;
  };

  JsonDissector json_;  // a message that is cut ends in a gap, so that it is read as far as it goes
  std::array<Side, 2> sides_;
  Timestamp time_{};
  ConversationBuilder* out_ = nullptr;  // of the call in progress
};

}  // namespace davy::flow
