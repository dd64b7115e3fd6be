// For the tests of dialects in JSON: a conversation written as text, one direction a side.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "flow/dissect/json_dissector.hpp"

namespace davy::flow::test {

class JsonTalk {
 public:
  // Each call is one segment, a second after the last; a line break is added.
  void miner(std::string_view text) { say(Direction::forward, std::string(text) + '\n'); }
  void pool(std::string_view text) { say(Direction::reverse, std::string(text) + '\n'); }
  void say(Direction direction, std::string_view octets) {
    now += std::chrono::seconds{1};
    dissector.bytes(direction, now, as_bytes(octets), out);
  }
  void end() { dissector.end(out); }

  std::uint64_t count(MessageKind kind) const { return record.messages[kind].count; }
  bool quiet() const { return !out.is_mining(); }
  // Mining by its own words on both sides, and sure of its dialect.
  bool is(std::string_view dialect) const {
    return record.dialect == dialect && record.miner_spoke && record.pool_spoke &&
           record.miner_sends == Direction::forward;
  }

  MalformedCounts malformed;
  JsonOutline outline;
  ConversationBuilder out{malformed};
  ConversationRecord& record = out.record();
  JsonDissector dissector{outline, malformed};
  Timestamp now{};
};

inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

inline std::string hex_digits(std::size_t count) {
  std::string out;
  while (out.size() < count) out += "3a7f90c2e41b5d68";
  return out.substr(0, count);
}

}  // namespace davy::flow::test
