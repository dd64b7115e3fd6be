#include "flow/dissect/websocket_frame.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/limits.hpp"
#include "flow/dissect/http_head.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t control_octets_max = 125;  // RFC 6455 section 5.5
constexpr std::size_t readable_octets = 8;       // looked at to tell a text from chance

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes from `text` what stands before `separator`, or all.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view part = trim(text.substr(0, at));
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return part;
}

// RFC 7692 section 7.1.2: 8 to 15, perhaps in quotes; a client may name the parameter without a
// value.
int window_bits(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
  int bits = 15;
  std::from_chars(value.data(), value.data() + value.size(), bits);
  return std::clamp(bits, 8, 15);
}

void read_parameter(std::string_view parameter, WebSocketDeflate& deflate) {
  const std::string_view name = take_until(parameter, '=');
  if (equal_ignoring_case(name, "client_no_context_takeover")) {
    deflate.client_no_context_takeover = true;
  } else if (equal_ignoring_case(name, "server_no_context_takeover")) {
    deflate.server_no_context_takeover = true;
  } else if (equal_ignoring_case(name, "client_max_window_bits")) {
    deflate.client_window_bits = window_bits(trim(parameter));
  } else if (equal_ignoring_case(name, "server_max_window_bits")) {
    deflate.server_window_bits = window_bits(trim(parameter));
  }
}

// The order of octets does not matter where they go back as they came.
std::uint64_t load_native64(const std::uint8_t* p) {
  std::uint64_t v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

bool is_readable(std::uint8_t c) {
  return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n' || c == '\r';
}

bool is_plausible(const WebSocketFrame& frame, const FrameExpectation& expected) {
  return is_valid(frame) && frame.shortest_length && (!frame.compressed || expected.compressed) &&
         frame.masked == expected.masked.value_or(frame.masked);
}

std::uint8_t plain_octet(const WebSocketFrame& frame, Bytes bytes, std::size_t index) {
  const std::uint8_t octet = bytes[frame.header_octets + index];
  return frame.masked ? octet ^ frame.key[index & 3] : octet;
}

bool begins_readable(const WebSocketFrame& frame, Bytes bytes) {
  const std::size_t count = std::min<std::uint64_t>(readable_octets, frame.payload_octets);
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_readable(plain_octet(frame, bytes, i))) return false;
  }
  return true;
}

// `bytes` holds the whole frame.
bool is_json_text(const WebSocketFrame& frame, Bytes bytes) {
  if (frame.payload_octets < 2) return false;
  const std::uint8_t first = plain_octet(frame, bytes, 0);
  const std::uint8_t last = plain_octet(frame, bytes, frame.payload_octets - 1);
  return (first == '{' || first == '[') && (last == '}' || last == ']' || last == '\n');
}

// Do `count` plausible frames begin at the front of `bytes`, one after the other?
FrameGuess guess_chain(Bytes bytes, std::size_t count, const FrameExpectation& expected) {
  for (; count > 0; --count) {
    const auto frame = read_websocket_header(bytes);
    if (!frame) return FrameGuess::more_octets_needed;
    if (!is_plausible(*frame, expected)) return FrameGuess::no;
    if (count == 1) break;
    const std::uint64_t octets = frame->header_octets + frame->payload_octets;
    if (octets > limits::websocket_hold_octets_max) return FrameGuess::no;
    if (octets > bytes.size()) return FrameGuess::more_octets_needed;
    bytes = bytes.subspan(octets);
  }
  return FrameGuess::yes;
}

FrameGuess guess(Bytes bytes, const FrameExpectation& expected) {
  const auto frame = read_websocket_header(bytes);
  if (!frame) return FrameGuess::more_octets_needed;
  const bool begins_message =
      !frame->is_control() && frame->opcode != WebSocketOpcode::continuation;
  if (!begins_message || !is_plausible(*frame, expected)) return FrameGuess::no;
  const std::uint64_t octets = frame->header_octets + frame->payload_octets;
  if (octets > limits::websocket_hold_octets_max) return FrameGuess::no;
  if (octets > bytes.size()) return FrameGuess::more_octets_needed;
  const bool text = frame->opcode == WebSocketOpcode::text && !frame->compressed;
  if (text && !begins_readable(*frame, bytes)) return FrameGuess::no;
  if (text && is_json_text(*frame, bytes)) return FrameGuess::yes;
  const bool strong = text && frame->payload_octets >= readable_octets;
  return guess_chain(bytes.subspan(octets), strong ? 1 : 2, {frame->masked, expected.compressed});
}

}  // namespace

std::size_t websocket_header_octets(Bytes first) {
  const std::size_t length = first[1] & 0x7f;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  return 2 + extended + ((first[1] & 0x80) != 0 ? 4 : 0);
}

std::optional<WebSocketFrame> read_websocket_header(Bytes bytes) {
  if (bytes.size() < 2 || bytes.size() < websocket_header_octets(bytes)) return {};
  WebSocketFrame frame;
  frame.header_octets = websocket_header_octets(bytes);
  ByteReader in(bytes);
  const std::uint8_t first = in.u8();
  const std::uint8_t second = in.u8();
  frame.final = (first & 0x80) != 0;
  frame.compressed = (first & 0x40) != 0;
  frame.reserved_bits = (first & 0x30) != 0;
  frame.opcode = static_cast<WebSocketOpcode>(first & 0x0f);
  frame.masked = (second & 0x80) != 0;
  frame.payload_octets = second & 0x7f;
  if (frame.payload_octets == 126) {
    frame.payload_octets = in.be16();
    frame.shortest_length = frame.payload_octets > 125;
  } else if (frame.payload_octets == 127) {
    frame.payload_octets = in.be64();
    frame.shortest_length = frame.payload_octets > 0xffff;
  }
  if (frame.masked) std::ranges::copy(in.bytes(4), frame.key.begin());
  return frame;
}

bool is_valid(const WebSocketFrame& frame) {
  const auto opcode = static_cast<std::uint8_t>(frame.opcode);
  if (frame.reserved_bits || (opcode > 2 && opcode < 8) || opcode > 10) return false;
  if ((frame.payload_octets >> 63) != 0) return false;
  if (!frame.is_control()) return true;
  return frame.final && !frame.compressed && frame.payload_octets <= control_octets_max;
}

void unmask(Bytes masked, std::array<std::uint8_t, 4> key, std::uint64_t offset,
            std::span<std::uint8_t> plain) {
  std::ranges::rotate(key, key.begin() + static_cast<std::ptrdiff_t>(offset & 3));
  std::array<std::uint8_t, 8> key_twice;
  std::ranges::copy(key, std::ranges::copy(key, key_twice.begin()).out);
  const std::uint64_t key8 = load_native64(key_twice.data());
  std::size_t i = 0;
  for (; i + 8 <= masked.size(); i += 8) {  // octet by octet costs five times as much
    const std::uint64_t eight = load_native64(masked.data() + i) ^ key8;
    std::memcpy(plain.data() + i, &eight, sizeof eight);
  }
  for (; i < masked.size(); ++i) plain[i] = masked[i] ^ key[i & 3];
}

WebSocketDeflate parse_websocket_extensions(std::string_view value) {
  while (!value.empty()) {
    std::string_view extension = take_until(value, ',');
    if (!equal_ignoring_case(take_until(extension, ';'), "permessage-deflate")) continue;
    WebSocketDeflate deflate{.negotiated = true};
    while (!extension.empty()) read_parameter(take_until(extension, ';'), deflate);
    return deflate;
  }
  return {};
}

FrameGuess guess_websocket_frame(Bytes bytes, const FrameExpectation& expected) {
  // Never more than the bound, so that the answer does not depend on how much happens to be there.
  const bool held_enough = bytes.size() >= limits::websocket_hold_octets_max;
  if (held_enough) bytes = bytes.first(limits::websocket_hold_octets_max);
  const FrameGuess answer = guess(bytes, expected);
  return answer == FrameGuess::more_octets_needed && held_enough ? FrameGuess::no : answer;
}

}  // namespace davy::flow
