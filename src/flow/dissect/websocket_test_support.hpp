// For the tests of WebSocketStream: writes frames, records messages.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "flow/dissect/deflate_test_support.hpp"
#include "flow/dissect/websocket.hpp"

namespace davy::flow::test {

struct FrameOptions {
  int opcode = 1;
  bool final = true;
  bool masked = false;
  int reserved = 0;  // RSV1 4, RSV2 2, RSV3 1
};

inline std::string octets(std::uint64_t value, int count) {
  std::string out;
  while (count-- > 0) out += static_cast<char>(value >> (8 * count) & 0xff);
  return out;
}

inline std::string frame(std::string_view payload, FrameOptions options = {}) {
  const std::string key = "\x37\xfa\x21\x3d";  // the key of RFC 6455 section 5.7
  const std::uint64_t mask = options.masked ? 0x80u : 0u;
  std::string out =
      octets((options.final ? 0x80u : 0u) | static_cast<unsigned>(options.reserved << 4) |
                 static_cast<unsigned>(options.opcode),
             1);
  if (payload.size() < 126) {
    out += octets(mask | payload.size(), 1);
  } else if (payload.size() < 0x10000) {
    out += octets(mask | 126, 1) + octets(payload.size(), 2);
  } else {
    out += octets(mask | 127, 1) + octets(payload.size(), 8);
  }
  if (!options.masked) return out + std::string(payload);
  out += key;
  for (std::size_t i = 0; i < payload.size(); ++i)
    out += static_cast<char>(payload[i] ^ key[i % 4]);
  return out;
}

// permessage-deflate: a sync flush without its last four octets.
class MessageDeflater {
 public:
  std::string operator()(std::string_view text) {
    std::string packed = deflater_.message(text, Z_SYNC_FLUSH);
    packed.resize(packed.size() - 4);
    return packed;
  }

 private:
  Deflater deflater_{-15};
};

// One line a message: "text <payload>" or "binary <payload>"; "cut text …" where it is not
// complete.
struct WebSocketEvents : WebSocketSink {
  void message(WebSocketOpcode opcode, Bytes payload, bool complete) override {
    messages.push_back((complete ? "" : "cut ") +
                       std::string(opcode == WebSocketOpcode::text ? "text " : "binary ") +
                       std::string(as_text(payload)));
  }
  std::vector<std::string> messages;
};

struct WebSocketRun {
  std::vector<std::string> messages;
  WebSocketCounts counts;
  MalformedCounts malformed;
  bool lost = false;
};

// The messages of `text` fed `step` octets at a time (0: whole).
inline WebSocketRun run_websocket(std::string_view text, std::size_t step = 0,
                                  bool begins_lost = false) {
  WebSocketRun run;
  WebSocketEvents sink;
  WebSocketStream stream(sink, run.malformed);
  if (begins_lost) stream.lose();
  if (step == 0) step = std::max<std::size_t>(text.size(), 1);
  for (std::size_t at = 0; at < text.size(); at += step)
    stream.feed(as_bytes(text.substr(at, step)));
  run.messages = sink.messages;
  run.counts = stream.counts();
  run.lost = stream.is_lost();
  return run;
}

}  // namespace davy::flow::test
