// For tests of the binary readers: octets written as hex, and a conversation fed by hand.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "flow/dissect/dissector.hpp"

namespace davy::flow::test {

inline std::string hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
  }
  return out;
}

// The same octets every time.
inline std::string random_octets(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += static_cast<char>(random() & 0xff);
  return out;
}

inline std::string le(std::uint64_t value, int octets) {
  std::string out;
  for (int i = 0; i < octets; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

template <class Reader>
struct Conversation {
  MalformedCounts malformed;
  ConversationBuilder builder{malformed};
  Reader reader;
  ConversationRecord& record = builder.record();

  void client(std::string_view octets) { say(Direction::forward, octets); }
  void server(std::string_view octets) { say(Direction::reverse, octets); }
  void say(Direction direction, std::string_view octets) {
    now += std::chrono::seconds{1};
    reader.bytes(direction, now, as_bytes(octets), builder);
  }
  void gap(Direction direction, std::uint64_t octets) { reader.gap(direction, octets, builder); }
  std::uint64_t count(MessageKind kind) const { return record.messages[kind].count; }
  bool quiet() const { return !builder.is_mining() && record.related == RelatedClass::none; }

  Timestamp now{};
};

}  // namespace davy::flow::test
