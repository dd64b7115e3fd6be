// A simulated session as the flow that Davy makes of it, through the same code as a capture.
#pragma once

#include "flow/rhythm.hpp"
#include "lab/sessions/session.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::lab {

inline constexpr Timestamp sessions_begin{std::chrono::hours{480'000}};
inline constexpr double rhythm_from_s = 5;  // as in the flow table

inline capture::Packet packet_of(const Message& m, std::uint32_t& next_sequence) {
  capture::Packet p;
  p.time = sessions_begin +
           std::chrono::duration_cast<Duration>(std::chrono::duration<double>(m.time_s));
  p.payload_wire_octets = m.octets;
  p.tcp_sequence = next_sequence;
  next_sequence += m.octets;
  return p;
}

inline flow::FlowRecord record_of(const Messages& messages) {
  const auto& judge = signal::RhythmJudge::shipped();
  flow::Rhythm rhythm(sessions_begin, true);
  std::array<std::uint32_t, 2> sequence{};
  flow::FlowRecord record;
  record.first_seen = record.last_seen = sessions_begin;
  for (const Message& m : messages) {
    if (m.time_s < rhythm_from_s || rhythm.too_fast()) continue;
    const auto direction = m.from_client ? flow::Direction::forward : flow::Direction::reverse;
    const capture::Packet p = packet_of(m, sequence[static_cast<std::size_t>(direction)]);
    rhythm.packet(direction, p, false, judge);
    if (rhythm.wants_push_log()) rhythm.begin_push_log();
    record.last_seen = p.time;
  }
  rhythm.end(judge);
  record.opening_seen = true;
  if (!rhythm.too_fast()) record.rhythm = std::make_unique<flow::RhythmRecord>(rhythm.record());
  return record;
}

}  // namespace davy::lab
