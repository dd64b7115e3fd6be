// A protocol's reader: one object a flow, fed with the bytes of both directions, each direction in order.
//
// Shape:   bytes() may be called with any split of the stream, starting anywhere in it (mid-stream pickup); gap() says
//          that octets are missing in one direction (never captured). Memory is bounded by base/limits.hpp.
// Errors:  malformed bytes are counted through the builder; a dissector never throws on content.
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>

#include "flow/dissect/conversation_builder.hpp"

namespace davy::flow {

class Dissector {
 public:
  virtual ~Dissector() = default;
  // The bytes are only valid during the call.
  virtual void bytes(Direction direction, Timestamp time, Bytes bytes,
                     ConversationBuilder& out) = 0;
  virtual void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) = 0;
  // The flow is over: reads what is still held, as far as it goes.
  virtual void end(ConversationBuilder&) {}
  // Nothing of interest was found for so long that following on is idle.
  virtual bool gave_up() const { return false; }
  // Octets held for what is incomplete, and windows of compressed streams; below limits::held_octets_free it may say 0.
  virtual std::size_t held_octets() const { return 0; }
};

}  // namespace davy::flow
