// One direction of a WebSocket after the upgrade: whole messages, without masks, fragments and
// compression.
//
// Units:   octets.
// Shape:   feed() takes any split of the stream; the messages do not depend on the split. A message
//          that lies whole in one feed, unmasked and not compressed, is passed without a copy. RSV1
//          is taken as permessage-deflate even where its negotiation was not captured; the window
//          is kept from message to message (that also reads streams that do not use it).
// Lost:    after a gap outside a payload, or a header that leaves the next frame in doubt, frames
//          are looked for by guess_websocket_frame(); given up after
//          limits::websocket_lost_octets_max octets.
// Errors:  contradictions are counted as websocket, damaged compression and bombs as compression,
//          messages over limits::message_octets_max as json_bound.
// Threads: one owner.
// Source:  RFC 6455, RFC 7692.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"
#include "flow/dissect/inflate.hpp"
#include "flow/dissect/websocket_frame.hpp"

namespace davy::flow {

class WebSocketSink {
 public:
  virtual ~WebSocketSink() = default;
  // `opcode` is text or binary. `payload` is valid during the call only, at most
  // limits::message_octets_max octets; not `complete` where octets are missing. After a gap, a
  // compressed payload may hold zero octets in the place of text that only the lost part would
  // tell.
  virtual void message(WebSocketOpcode opcode, Bytes payload, bool complete) = 0;
};

struct WebSocketCounts {
  std::uint64_t messages = 0;  // complete or not
  std::uint64_t pings = 0;
  std::uint64_t pongs = 0;
  std::uint64_t closes = 0;
};

class WebSocketStream {
 public:
  WebSocketStream(WebSocketSink& sink, MalformedCounts& malformed)
      : sink_(sink), malformed_(malformed) {}

  // This direction agreed on no_context_takeover: the window (32 KiB) is given back after each
  // message.
  void set_no_context_takeover() { keeps_window_ = false; }

  void feed(Bytes bytes);
  // Octets that were never captured. Inside a payload they are subtracted from it.
  void gap(std::uint64_t octets);
  // The next octets are somewhere in the stream: look for a frame.
  void lose();
  bool is_lost() const { return state_ == State::lost || state_ == State::given_up; }
  const WebSocketCounts& counts() const { return counts_; }
  std::size_t held_octets() const {
    return message_.capacity() + held_.capacity() + (inflater_ ? Inflater::held_octets : 0);
  }

 private:
  enum class State : std::uint8_t { header, payload, lost, given_up };

  Bytes step(Bytes in);
  Bytes read_header(Bytes in);
  void begin_frame();
  void begin_data_frame();
  Bytes read_payload(Bytes in);
  void end_frame();
  void count_control();
  void append(Bytes part);
  void append_inflated(Bytes part);
  bool inflate(Bytes part);
  void cut_at_bound();
  void end_message(bool complete);
  void deliver(Bytes payload, bool complete);
  void drop_window();
  Bytes look_for_frame(Bytes in);
  bool find_in_held();
  void read_held();
  void contradiction() { malformed_.add(Malformed::websocket); }

  WebSocketSink& sink_;
  MalformedCounts& malformed_;
  std::vector<std::uint8_t> message_;  // what is known of the message so far, plain
  std::vector<std::uint8_t>
      held_;  // a header that crosses a feed boundary; while lost, what is looked through
  std::unique_ptr<Inflater> inflater_;
  WebSocketFrame frame_;  // the one being read
  WebSocketCounts counts_;
  std::optional<bool> masked_;                      // as the last valid frame
  std::uint64_t remaining_octets_ = 0;              // of its payload
  std::size_t lost_octets_ = 0;                     // looked through since the stream was lost
  WebSocketOpcode opcode_ = WebSocketOpcode::text;  // of the message
  State state_ = State::header;
  bool in_message_ = false;
  bool compressed_ = false;   // the message is
  bool delivered_ = false;    // the message was given already, cut
  bool skips_frame_ = false;  // this frame's payload belongs to no message
  bool keeps_window_ = true;
  bool window_is_lost_ = false;  // the next compressed message begins with a blank window
};

}  // namespace davy::flow
