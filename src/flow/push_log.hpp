// When the server of one flow spoke without being asked: for a miner, when jobs came.
//
// Units:   UTC; kept as milliseconds since the log began.
// Shape:   begun for flows that look like mining only. The first message of the server within reply_within of a message of
//          the client is its answer; every other one is a push.
// Bounds:  the last 1,024 pushes, 4 KiB; after 49 days the milliseconds stop.
// Threads: one owner, the flow's shard.
#pragma once

#include <array>
#include <vector>

#include "flow/rhythm_record.hpp"

namespace davy::flow {

class PushLog {
 public:
  PushLog(Direction client, Timestamp began) : client_(client), began_(began) {}

  void message(Direction direction, Timestamp time);  // its beginning
  std::vector<Timestamp> times() const;               // by time

 private:
  static constexpr std::size_t times_kept = 1024;
  static constexpr std::size_t waiting_max =
      4;  // messages of the client that wait for their answer

  Direction client_;
  Timestamp began_;
  std::array<Timestamp, waiting_max> waiting_;
  std::size_t first_waiting_ = 0, last_waiting_ = 0;  // modulo waiting_max
  std::size_t pushes_ = 0;
  std::array<std::uint32_t, times_kept> times_ms_;
};

}  // namespace davy::flow
