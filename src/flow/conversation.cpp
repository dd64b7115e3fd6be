#include "flow/conversation.hpp"

#include "base/prefetch.hpp"

namespace davy::flow {

Conversation::Conversation(Content content, Workspace& workspace, const Position& position)
    : dissector_(make_dissector(content, workspace, position, 0)),
      workspace_(workspace),
      builder_(workspace.malformed, workspace.timelines),
      transport_(position.transport) {
  builder_.carrier(transport_ == capture::Transport::tcp ? "tcp" : "udp");
}

void Conversation::prefetch(bool with_payload) const {
  prefetch_lines(this, with_payload ? sizeof *this : sizeof streams_);
}

// The front of a dissector is what its every message touches, whichever it is.
void Conversation::prefetch_content() const {
  if (dissector_ == nullptr) return;  // stopped: nothing will be read any more
  prefetch_lines(dissector_.get(), 8 * cache_line_octets);
  builder_.prefetch();
}

bool Conversation::packet(Direction direction, const capture::Packet& packet) {
  if (transport_ == capture::Transport::udp) {
    if (packet.payload_octets == 0) return false;
    dissector_->bytes(direction, packet.time, packet.payload(), builder_);
    return true;
  }
  const auto d = static_cast<std::size_t>(direction);
  if ((packet.tcp_flags & capture::TcpFlags::ack) != 0)
    streams_[1 - d].acknowledged(packet.tcp_acknowledgement);
  const bool syn = (packet.tcp_flags & capture::TcpFlags::syn) != 0;
  if (packet.payload_wire_octets == 0 && !syn) return false;
  Sink sink{*this, direction};
  streams_[d].add(packet.tcp_sequence, packet.payload(), packet.payload_wire_octets, syn,
                  packet.time, sink);
  return true;
}

void Conversation::end() {
  if (dissector_ == nullptr) return;
  for (const Direction direction : {Direction::forward, Direction::reverse}) {
    Sink sink{*this, direction};
    streams_[static_cast<std::size_t>(direction)].give_up(sink);
  }
  dissector_->end(builder_);
}

std::ptrdiff_t Conversation::held_change() {
  const std::size_t before = held_octets_;
  held_octets_ = streams_[0].held_octets() + streams_[1].held_octets();
  if (dissector_ != nullptr) held_octets_ += dissector_->held_octets();
  return static_cast<std::ptrdiff_t>(held_octets_) - static_cast<std::ptrdiff_t>(before);
}

void Conversation::stop() {
  dissector_ = nullptr;
  streams_ = {};
}

bool Conversation::worth_reporting() const {
  return builder_.is_mining() || builder_.record().words_in_place ||
         builder_.record().related != RelatedClass::none || builder_.record().work_marks;
}

void Conversation::Sink::bytes(Bytes bytes, Timestamp time) {
  conversation.dissector_->bytes(direction, time, bytes, conversation.builder_);
}
void Conversation::Sink::gap(std::uint64_t octets) {
  conversation.dissector_->gap(direction, octets, conversation.builder_);
}
void Conversation::Sink::malformed(Malformed reason) {
  conversation.workspace_.malformed.add(reason);
}

}  // namespace davy::flow
