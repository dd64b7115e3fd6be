#include "flow/dissect/websocket_dissector.hpp"

#include "flow/dissect/json_beginning.hpp"

namespace davy::flow {

WebSocketDissector::WebSocketDissector(Workspace& workspace)
    : json_(workspace.outline, workspace.malformed),
      sides_{Side{*this, Direction::forward, workspace.malformed},
             Side{*this, Direction::reverse, workspace.malformed}} {}

void WebSocketDissector::bytes(Direction direction, Timestamp time, Bytes bytes,
                               ConversationBuilder& out) {
  time_ = time;
  out_ = &out;
  sides_[static_cast<std::size_t>(direction)].stream.feed(bytes);
}

void WebSocketDissector::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  out_ = &out;
  sides_[static_cast<std::size_t>(direction)].stream.gap(octets);
}

void WebSocketDissector::Side::message(WebSocketOpcode, Bytes payload, bool) {
  const Bytes event = json_event(payload);
  if (event.empty() && !begins_as_json(payload) && !begins_as_encoded_json(payload)) return;
  owner.json_.bytes(direction, owner.time_, event.empty() ? payload : event, *owner.out_);
  owner.json_.gap(direction, 0,
                  *owner.out_);  // a JSON message never goes on in the next WebSocket message
}

}  // namespace davy::flow
