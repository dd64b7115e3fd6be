// One direction of a WebSocket: never crashes, and every split of the stream gives the same
// messages. First octet: how many octets a feed takes; second: bit 0 begin in the middle, bit 1 put
// a gap in, bit 2 no window is kept. The rest is the stream.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "flow/dissect/websocket.hpp"

namespace {

using namespace davy;

struct Messages : flow::WebSocketSink {
  void message(flow::WebSocketOpcode opcode, Bytes payload, bool complete) override {
    if (payload.size() > limits::message_octets_max) std::abort();
    text += complete ? "\nmessage " : "\ncut ";
    text += std::to_string(static_cast<int>(opcode));
    text += as_text(payload);
  }
  std::string text;
};

std::string messages(Bytes bytes, std::size_t step, std::uint8_t how, MalformedCounts& malformed) {
  Messages sink;
  flow::WebSocketStream stream(sink, malformed);
  if ((how & 1) != 0) stream.lose();
  if ((how & 4) != 0) stream.set_no_context_takeover();
  const bool gap = (how & 2) != 0;
  const std::size_t middle = gap ? bytes.size() / 2 : bytes.size();
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = at < middle ? middle : bytes.size();
    const std::size_t count = std::min(step, end - at);
    stream.feed(bytes.subspan(at, count));
    at += count;
    if (gap && at == middle) stream.gap(3);
  }
  return sink.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Bytes bytes = Bytes{data, size}.subspan(2);
  flow::parse_websocket_extensions(as_text(bytes));
  MalformedCounts malformed;
  const std::string whole = messages(bytes, size, data[1], malformed);
  const std::string split = messages(bytes, 1u + data[0], data[1], malformed);
  // Where a bomb is noticed depends a little on how much had been fed by then.
  if (malformed[Malformed::compression] == 0 && whole != split) std::abort();
  return 0;
}
