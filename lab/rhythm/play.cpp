#include "lab/rhythm/play.hpp"

#include <array>

#include "flow/rhythm.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::lab {

using flow::Direction;

Timestamp moment(double session_s) {
  return session_start +
         std::chrono::duration_cast<Duration>(std::chrono::duration<double>(session_s));
}

flow::FlowRecord played(const Messages& messages, const flow::RhythmJudge& judge,
                        bool opening_seen) {
  flow::FlowRecord record;
  record.opening_seen = opening_seen;
  record.first_seen = record.last_seen = session_start;
  const bool is_datagrams = !messages.empty() && messages.front().is_datagram;
  const auto transport = is_datagrams ? capture::Transport::udp : capture::Transport::tcp;
  flow::Rhythm rhythm(session_start, opening_seen, transport);
  std::array<std::uint32_t, 2> next_sequence{};
  for (const Message& m : messages) {
    capture::Packet packet;
    packet.time = moment(m.time_s);
    if (packet.time - session_start < flow::rhythm_from) continue;
    const Direction direction = m.from_client ? Direction::forward : Direction::reverse;
    ++record.packets[static_cast<std::size_t>(direction)];
    std::uint32_t& next = next_sequence[static_cast<std::size_t>(direction)];
    packet.tcp_sequence = next;
    packet.transport = transport;
    packet.payload_wire_octets = m.octets;
    next += m.octets;
    rhythm.packet(direction, packet, false, judge);
    record.last_seen = packet.time;
    if (rhythm.too_fast()) return record;
    if (rhythm.wants_push_log()) rhythm.begin_push_log();
  }
  rhythm.end(judge);
  flow::RhythmRecord told = rhythm.record();
  if (!told.checkpoints.empty())
    record.rhythm = std::make_unique<flow::RhythmRecord>(std::move(told));
  return record;
}

flow::FlowRecord record_of(const Messages& messages) {
  return played(messages, signal::RhythmJudge::shipped());
}

}  // namespace davy::lab
