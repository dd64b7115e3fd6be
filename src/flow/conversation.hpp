// The content of one flow that is worth following: its two streams, the dissector that reads them, and what it found.
//
// Threads: one owner, the flow's shard.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include "capture/packet.hpp"
#include "flow/dissect/content_dissector.hpp"
#include "flow/stream.hpp"

namespace davy::flow {

class Conversation {
 public:
  Conversation(Content content, Workspace& workspace, const Position& position);

  // False: the packet brought nothing to read.
  bool packet(Direction direction, const capture::Packet& packet);
  // The flow is over, or nothing more will be read: what is still held is read as far as it goes.
  void end();

  bool gave_up() const { return dissector_ == nullptr || dissector_->gave_up(); }
  // Something to report: mining, or something else that was positively recognised.
  bool worth_reporting() const;
  // The miner's direction, once both sides have spoken as what they are.
  std::optional<Direction> miner_sends_to_pool() const {
    const ConversationRecord& record = builder_.record();
    return record.miner_spoke && record.pool_spoke ? record.miner_sends : std::nullopt;
  }
  std::size_t held_octets() const { return held_octets_; }  // as of the last call of held_change()
  std::ptrdiff_t held_change();                             // since the call before
  // Frees all but the record; packet() must not be called any more.
  void stop();
  std::unique_ptr<ConversationRecord> take() { return builder_.take(); }
  // The record so far; reading goes on with an empty one that knows the names and the work in force.
  std::unique_ptr<ConversationRecord> take_and_go_on() { return builder_.take_and_go_on(); }
  std::unique_ptr<ConversationRecord> so_far() const { return builder_.copy(); }

  // Ask for the memory that packet() is going to touch: first this object, a few packets later what it points to.
  void prefetch(bool with_payload) const;
  void prefetch_content() const;

 private:
  struct Sink {
    Conversation& conversation;
    Direction direction;
    void bytes(Bytes bytes, Timestamp time);
    void gap(std::uint64_t octets);
    void malformed(Malformed reason);
  };

  std::array<Stream, 2> streams_;
  std::unique_ptr<Dissector> dissector_;
  Workspace& workspace_;
  ConversationBuilder builder_;
  capture::Transport transport_;
  std::size_t held_octets_ = 0;
};

}  // namespace davy::flow
