// When the server of one flow spoke without being asked: for a miner, when jobs came.
//
// Units:   UTC; kept as milliseconds since the log began.
// Shape:   begun for flows that look like mining only. The first message of the server within reply_within of a message of
//          the client is its answer; every other one is a push. Where answers are of one size, what is of that size too
//          answers something else (two shares in one message): it is left out while other pushes are there. What is
//          as large as other pushes, and not as answers are, came while an answer was waited for.
// Bounds:  the last 4,096 pushes, 6 octets each; after 49 days the milliseconds stop.
// Threads: one owner, the flow's shard.
#pragma once

#include <array>
#include <vector>

#include "flow/rhythm_record.hpp"

namespace davy::flow {

class PushLog {
 public:
  PushLog(Direction client, Timestamp began) : client_(client), began_(began) {}

  void message(Direction direction, Timestamp time, std::uint32_t octets);  // its beginning
  std::vector<Timestamp> times() const;                                     // by time

 private:
  void keep(Timestamp time, std::uint16_t octets);

  static constexpr std::size_t times_kept = 4096;
  static constexpr std::size_t waiting_max =
      4;  // messages of the client that wait for their answer
  static constexpr std::size_t sizes_kept = 32;

  // The usual size of the last of a kind, if most are near it.
  struct UsualSize {
    std::uint32_t low = 1, high = 0;  // none
    bool holds(std::uint16_t octets) const { return low <= octets && octets <= high; }
  };
  class LastSizes {
   public:
    void add(std::uint16_t octets);
    const UsualSize& usual() const { return usual_; }

   private:
    std::array<std::uint16_t, sizes_kept> octets_{};
    std::size_t seen_ = 0;
    UsualSize usual_;
  };
  bool answers(std::uint16_t octets) const {
    const bool is_push = last_pushes_.usual().holds(octets) && !last_answers_.usual().holds(octets);
    return first_waiting_ < last_waiting_ && !is_push;
  }

  Direction client_;
  Timestamp began_;
  std::array<Timestamp, waiting_max> waiting_;
  std::size_t first_waiting_ = 0, last_waiting_ = 0;  // modulo waiting_max
  std::size_t pushes_ = 0;
  LastSizes last_answers_, last_pushes_;
  std::vector<std::uint32_t> times_ms_;  // rings, once they are full
  std::vector<std::uint16_t> octets_;
};

}  // namespace davy::flow
