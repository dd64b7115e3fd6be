// What can be told of a flow without reading it: its messages' times, sizes and directions.
//
// Units:   octets of payload as sent; a message is what one side sent without a pause of 0.2 s and without the other side
//          speaking in between.
// Shape:   a window holds messages before a checkpoint (flow/message_window.hpp says which); a strength is a natural-log likelihood ratio, mining
//          against not. Checkpoints are the same live and in a file, so both come to the same.
// Privacy: no payload is looked at.
// Threads: values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "flow/conversation_record.hpp"

namespace davy::flow {

struct RhythmMessage {
  float time_s = 0;          // since the first message of the window
  std::uint16_t octets = 0;  // 4095 and more are one
  Direction direction = Direction::forward;
};

// Over the life of a flow, by who sent them.
struct RhythmTotals {
  std::array<std::uint32_t, 2> messages{};
  std::array<std::uint32_t, 2> unasked{};  // of them, answers to no message of the other side
  std::uint32_t strays =
      0;  // that the window let go before their time, as their size came once only
};

struct RhythmWindow {
  std::span<const RhythmMessage> messages;  // by time
  bool opening_seen = false;  // forward is the client's side; otherwise it may be either
  bool is_datagrams = false;
  RhythmTotals totals;
};

struct RhythmCheckpoint {
  float after_s = 0;  // since the flow began
  float strength_nats = 0;
  std::uint32_t messages = 0;  // since the flow began
};

struct RhythmRecord {
  std::vector<RhythmCheckpoint> checkpoints;  // the last few
  std::uint32_t messages = 0;
  std::uint32_t text_messages = 0;  // of them; 0 where content is not looked at
  RhythmTotals totals;
  std::vector<Timestamp> pushes;      // when the server spoke unasked; the last push_times_kept
  Timestamp window_first;             // of the first message of `window`
  std::vector<RhythmMessage> window;  // the last messages
  bool opening_seen = false;          // as RhythmWindow has it; never of datagrams
  bool is_datagrams = false;

  RhythmWindow last_window() const { return {window, opening_seen, is_datagrams, totals}; }
};

// An answer to a message comes within this time; what comes later, or to no message, was not asked for.
inline constexpr Duration reply_within = std::chrono::seconds{3};

struct RhythmOpinion {
  float strength_nats = 0;
  Direction client = Direction::forward;  // the side that fits a miner
  bool is_candidate = false;              // worth keeping the times of its pushes
};

// Says how much a window looks like mining. Shared by all flows and threads: const and without state.
class RhythmJudge {
 public:
  virtual ~RhythmJudge() = default;
  // Nothing where the window cannot be judged.
  virtual std::optional<RhythmOpinion> opinion(const RhythmWindow& window) const = 0;
};

}  // namespace davy::flow
