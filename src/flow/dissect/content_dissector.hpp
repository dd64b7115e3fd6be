// Decides from the first octets what a flow, or the inside of a tunnel, holds, and hands it to that protocol's reader.
//
// Shape:   gate() is asked for every payload of a flow that is not followed yet, so it looks at few octets and is strict:
//          what it names, a dissector will find at least begun. nesting: tunnels in tunnels, bounded by dissect_nesting_max.
// Threads: gate() is pure; a ContentDissector has one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "capture/packet.hpp"
#include "flow/dissect/dissector.hpp"
#include "flow/dissect/json.hpp"

namespace davy::flow {

enum class Content : std::uint8_t {
  none,
  undecided,  // too few octets to tell: the flow's first payload is tiny
  json,
  http,
  web_socket,
  socks,
  stratum_v2,
  stratum_v2_noise,
  p2pool,
  duino_coin,
  bitcoin_p2p,
  bip324,
  levin,
  devp2p,
  nano,
  libp2p,
  storj,
};

// Where a payload stands in its flow.
struct Position {
  capture::Transport transport = capture::Transport::tcp;
  bool first_in_direction = true;  // no payload of this direction before it
  bool first_in_flow = true;       // nor of the other
  bool opening_seen = false;       // the flow's SYN was captured
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
};

Content gate(Bytes payload, const Position& position);

// Shared by all flows of one shard.
struct Workspace {
  JsonOutline outline;
  MalformedCounts malformed;
  bool timelines = true;
};

// The reader of `content`; never null for anything but Content::none.
std::unique_ptr<Dissector> make_dissector(Content content, Workspace& workspace,
                                          const Position& position, std::size_t nesting);

// The inside of a tunnel, or a flow that begins in tiny pieces: waits for enough octets, then reads on as what they are.
class ContentDissector final : public Dissector {
 public:
  ContentDissector(Workspace& workspace, std::size_t nesting)
      : workspace_(workspace), nesting_(nesting) {}

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  void end(ConversationBuilder& out) override;
  bool gave_up() const override { return inner_ ? inner_->gave_up() : pieces_ >= pieces_max; }
  std::size_t held_octets() const override { return inner_ ? inner_->held_octets() : 0; }

 private:
  static constexpr std::size_t beginning_octets =
      64;                               // of a direction, put together before it is called nothing
  static constexpr int pieces_max = 8;  // behind the beginnings, looked at one by one

  Bytes with_beginning(Direction direction, Bytes bytes);
  void hand_on(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out);

  Workspace& workspace_;
  std::size_t nesting_;
  std::unique_ptr<Dissector> inner_;
  std::array<std::vector<std::uint8_t>, 2> begun_;  // while shorter than beginning_octets
  std::array<bool, 2> beginning_over_{};
  int pieces_ = 0;
};

}  // namespace davy::flow
