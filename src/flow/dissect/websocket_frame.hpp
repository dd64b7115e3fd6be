// WebSocket frames on the wire: headers, masks, negotiated compression, and how a frame is found in
// the middle.
//
// Units:   octets.
// Shape:   pure functions and values; the stream that uses them is in websocket.hpp.
// Errors:  a header that is cut is nothing; one that contradicts the standard is told by
//          is_valid().
// Threads: any.
// Source:  RFC 6455 section 5, RFC 7692 section 7.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/byte_reader.hpp"

namespace davy::flow {

enum class WebSocketOpcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

struct WebSocketFrame {
  bool final = false;
  bool compressed = false;     // RSV1: permessage-deflate
  bool reserved_bits = false;  // RSV2 or RSV3: no extension in use sets them
  bool masked = false;
  bool shortest_length =
      true;  // the length is written in the fewest octets, as section 5.2 demands
  WebSocketOpcode opcode = WebSocketOpcode::continuation;  // as read: may be none of the names
  std::array<std::uint8_t, 4> key{};
  std::size_t header_octets = 0;
  std::uint64_t payload_octets = 0;

  bool is_control() const { return static_cast<std::uint8_t>(opcode) >= 8; }
};

inline constexpr std::size_t websocket_header_octets_max = 14;

// Octets of the header that begins so; `first` holds two octets or more.
std::size_t websocket_header_octets(Bytes first);
// Nothing where the header is cut.
std::optional<WebSocketFrame> read_websocket_header(Bytes bytes);
// No contradiction that leaves the position of the next frame in doubt.
bool is_valid(const WebSocketFrame& frame);
// Writes `masked` without its mask to the front of `plain`, which must not be shorter. `offset`: of
// the first octet in the payload.
void unmask(Bytes masked, std::array<std::uint8_t, 4> key, std::uint64_t offset,
            std::span<std::uint8_t> plain);

// What both sides agreed on in Sec-WebSocket-Extensions; the value of the response counts, or else
// of the request.
struct WebSocketDeflate {
  bool negotiated = false;
  bool client_no_context_takeover = false;
  bool server_no_context_takeover = false;
  int client_window_bits = 15;
  int server_window_bits = 15;
};
WebSocketDeflate parse_websocket_extensions(std::string_view value);

// Is `bytes` the beginning of a frame, as far as can be told in the middle of a stream? A frame
// that begins a message is accepted if it is a whole JSON text, or if one more frame follows a
// readable text, or two more follow another.
enum class FrameGuess : std::uint8_t { no, yes, more_octets_needed };
struct FrameExpectation {
  std::optional<bool> masked;  // as the frames before the gap were, where there were any
  bool compressed = false;     // compressed messages may occur
};
FrameGuess guess_websocket_frame(Bytes bytes, const FrameExpectation& expected);

}  // namespace davy::flow
