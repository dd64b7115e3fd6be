// A flow while it is tracked: two cache lines, whatever it carries.
//
// Units:   as FlowRecord.
// Threads: one owner, its shard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "flow/conversation.hpp"
#include "flow/flow_record.hpp"
#include "flow/rhythm.hpp"

namespace davy::flow {

struct alignas(64) FlowEntry {
  IpAddress source;
  IpAddress destination;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint16_t vlan = 0;
  capture::Transport transport = capture::Transport::tcp;
  bool in_use = false;
  std::uint32_t hash = 0;
  bool opening_seen = false;
  bool closed = false;        // FIN both ways or RST
  std::uint8_t fins = 0;      // bit 0 forward, bit 1 reverse
  std::uint8_t followed = 0;  // conversations begun on this flow
  Timestamp first_seen;
  Timestamp last_seen;
  // second line
  std::array<std::uint64_t, 2> packets{};
  std::array<std::uint64_t, 2> octets{};
  std::unique_ptr<Conversation> conversation;
  std::unique_ptr<Rhythm> rhythm;
  std::array<std::uint8_t, 2> payloads{};  // packets with payload, saturating
  bool stopped = false;                    // its conversation is kept for its record only
  bool rhythm_over = false;                // sends too fast for a miner
  std::uint32_t names = 0;                 // place in the table's names + 1; 0: none
  bool names_over = false;                 // no more of them are looked for
  bool listed = false;                     // among those that tell_so_far() looks at
};
static_assert(sizeof(FlowEntry) == 128,
              "a tracked flow without candidate payload costs two cache lines");
// Of what is not of standard layout; g++ and clang know it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
static_assert(offsetof(FlowEntry, packets) == 64, "what is fetched ahead as the second line");
#pragma GCC diagnostic pop

}  // namespace davy::flow
