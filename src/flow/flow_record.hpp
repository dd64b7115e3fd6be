// One bidirectional flow after it ended (or at an active timeout), with its conversation if it held one.
//
// Units:   octets are IP header + IP payload (IPFIX octetDeltaCount, RFC 5103 biflow); times UTC nanoseconds.
// Shape:   source = the side that opened the flow (sent the first SYN); where the opening was not seen, the client
//          side by port (the higher port), and `opening_seen` is false. forward = source to destination.
// Threads: a value.
// Source:  RFC 7011, RFC 5103.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "capture/packet.hpp"
#include "flow/conversation_record.hpp"
#include "flow/intervals_record.hpp"
#include "flow/names_record.hpp"
#include "flow/rhythm_record.hpp"

namespace davy::flow {

struct FlowKey {
  IpAddress source_address;
  IpAddress destination_address;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint16_t vlan = 0;
  capture::Transport transport = capture::Transport::tcp;

  friend bool operator==(const FlowKey&, const FlowKey&) = default;
  friend auto operator<=>(const FlowKey&, const FlowKey&) = default;
};

enum class EndReason : std::uint8_t { end_of_input, idle, active, closed, evicted };

struct FlowRecord {
  FlowKey key;
  Timestamp first_seen;
  Timestamp last_seen;
  std::array<std::uint64_t, 2> packets{};  // forward, reverse
  std::array<std::uint64_t, 2> octets{};
  EndReason end_reason = EndReason::end_of_input;
  bool opening_seen = false;
  std::unique_ptr<ConversationRecord> conversation;  // null: nothing in it was worth following
  std::unique_ptr<RhythmRecord> rhythm;              // null: too short or too fast to have one
  std::unique_ptr<NamesRecord> names = {};           // null: no name was seen
  std::unique_ptr<IntervalsRecord> intervals =
      {};  // null: its packets were seen, or it has one only
};

// What it takes in memory, with all that it points to; without what the heap adds.
std::size_t held_octets(const FlowRecord& record);
// Not a constructor: most are moved, and a copy is to be seen.
FlowRecord copy_of(const FlowRecord& record);

}  // namespace davy::flow
