// How a fuzz input becomes a conversation: records of one octet of flags (bit 0: the server speaks; bit 1: a gap of the given
// length instead of octets), a length of two octets, most significant first, and the octets.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "base/limits.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline void play_script(Bytes script, Dissector& reader, ConversationBuilder& out) {
  ByteReader in(script);
  Timestamp time{};
  while (in.remaining() >= 3) {
    const std::uint8_t flags = in.u8();
    const std::size_t length = in.be16();
    const Direction direction = (flags & 1) != 0 ? Direction::reverse : Direction::forward;
    time += std::chrono::milliseconds{1};
    if ((flags & 2) != 0) {
      reader.gap(direction, length, out);
    } else {
      reader.bytes(direction, time, in.bytes(std::min(length, in.remaining())), out);
    }
  }
  reader.end(out);
}

// What must hold of every record, whatever was said.
inline void check_bounds(const ConversationRecord& record) {
  const bool held = record.evidence.size() <= limits::evidence_per_flow_max &&
                    record.agent.size() <= limits::text_field_octets_max &&
                    record.login.size() <= limits::text_field_octets_max &&
                    record.worker.size() <= limits::text_field_octets_max &&
                    record.pool.size() <= limits::text_field_octets_max &&
                    record.strength_nats <= ConversationBuilder::strength_nats_max;
  if (!held) std::abort();
}

}  // namespace davy::flow
