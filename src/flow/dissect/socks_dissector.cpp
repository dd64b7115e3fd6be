#include "flow/dissect/socks_dissector.hpp"

#include <fmt/format.h>

namespace davy::flow {

void SocksDissector::bytes(Direction direction, Timestamp time, Bytes bytes,
                           ConversationBuilder& out) {
  const SocksStep step = handshake_.feed(direction, bytes);
  if (step.inner_octets == 0) return;
  if (!named_) {
    named_ = true;
    out.carrier(handshake_.name());
    if (!handshake_.target_host().empty()) {
      out.set_pool(fmt::format("{}:{}", handshake_.target_host(), handshake_.target_port()));
    }
  }
  inner_.bytes(direction, time, bytes.last(step.inner_octets), out);
}

void SocksDissector::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  handshake_.gap(direction, octets);
  if (handshake_.state() == SocksState::established) inner_.gap(direction, octets, out);
}

bool SocksDissector::gave_up() const {
  const SocksState state = handshake_.state();
  return state == SocksState::not_socks || state == SocksState::refused || inner_.gave_up();
}

}  // namespace davy::flow
