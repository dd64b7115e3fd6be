// What the shape of a conversation is made of: figures of its messages' times, sizes and directions, none of its content.
//
// Units:   sizes in octets, times in seconds; every feature is a ratio, a share or a logarithm of one.
// Shape:   three roles. A client's message is a *request*; the first message of the server within flow::reply_within of it is
//          its *reply*; every other message of the server is a *push*. For a miner these are shares, their answers and
//          jobs. Shares of few messages are drawn towards what says nothing, so two messages never look perfect.
// Threads: pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "flow/rhythm_record.hpp"

namespace davy::signal {

struct RhythmEvent {
  float time_s;
  float octets;
};
struct RhythmRoles {
  std::vector<RhythmEvent> requests, replies, pushes,
      server;                          // server: replies and pushes, by time
  std::vector<float> latencies_s;      // of the replies
  std::vector<float> answered_octets;  // sizes of the requests that have them
  float span_s = 0;
  // over the life of the flow
  std::uint32_t life_pushes = 0, life_server = 0, life_requests = 0, life_strays = 0;
  std::uint32_t empties =
      0;  // left out: sizes that both sides send again and again, as tunnels acknowledge
};
RhythmRoles roles_of(const flow::RhythmWindow& window, flow::Direction client_sends);

// A miner must be told what to work on: unasked, or on asking for it between its shares, when small questions have large
// answers and large ones small. A conversation without either is none, whatever else it looks like.
bool has_work(const RhythmRoles& roles);

// Of the gaps between events, those near the median gap: keep-alives, heartbeats and polls are on a timer.
float periodic_share(const std::vector<RhythmEvent>& events);

inline constexpr std::size_t rhythm_features = 42;
using RhythmFeatures = std::array<float, rhythm_features>;
RhythmFeatures features_of(const RhythmRoles& roles);
std::string_view rhythm_feature_name(std::size_t feature);

}  // namespace davy::signal
