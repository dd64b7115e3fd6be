// The rhythm of one flow while it is tracked: its last messages, and what was said of it at the checkpoints.
//
// Units:   milliseconds and octets, packed: 512 octets a flow, however long it goes on.
// Shape:   begun only by a packet with payload some seconds into a flow: what a connection opens with (TLS, login) says
//          little, and most flows are over by then. Retransmissions and keep-alive probes are left out.
// Bounds:  as MessageWindow has them; and of pushes, as PushLog has them.
// Threads: one owner, the flow's shard.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/prefetch.hpp"
#include "capture/packet.hpp"
#include "flow/message_window.hpp"
#include "flow/push_log.hpp"
#include "flow/rhythm_record.hpp"

namespace davy::flow {

// No packet inside a tunnel is so small (a bare acknowledgement is 40 octets, and the tunnel's own head): what is keeps the
// tunnel alive. WireGuard 32, OpenVPN 40, IKE's NAT traversal 1.
inline constexpr std::uint32_t keep_alive_octets_max = 48;
// A rhythm begins this far into a flow: TLS, login and first exchanges are over by then, and so are most flows.
inline constexpr Duration rhythm_from = std::chrono::seconds{5};

class Rhythm {
 public:
  // Of datagrams nobody sees an opening.
  Rhythm(Timestamp flow_first_seen, bool opening_seen, capture::Transport transport)
      : flow_first_seen_(flow_first_seen),
        opening_seen_(opening_seen && transport == capture::Transport::tcp),
        is_datagrams_(transport == capture::Transport::udp) {}

  // Payload went this way. Checkpoints that are due are judged first. `is_text` is told by who may look.
  void packet(Direction direction, const capture::Packet& packet, bool is_text,
              const RhythmJudge& judge) {
    if (is_datagrams_ ? packet.payload_wire_octets <= keep_alive_octets_max
                      : !is_new(direction, packet))
      return;
    if (packet.time - flow_first_seen_ >= next_checkpoint()) [[unlikely]]
      check(packet.time, judge);
    text_messages_ += sent(direction, packet.time, packet.payload_wire_octets) && is_text;
  }
  // One side alone is seen: what it acknowledges is what the other has said, and when, but for the delay of a delayed
  // acknowledgement.
  void acknowledged(Direction by, const capture::Packet& packet, const RhythmJudge& judge) {
    if (packet.time - flow_first_seen_ >= next_checkpoint()) [[unlikely]]
      check(packet.time, judge);
    heard(opposite(by), packet);
  }
  // True: a new message began. Of datagrams in a row the largest is the message: a tunnel's others only acknowledge.
  bool sent(Direction direction, Timestamp time, std::uint32_t octets);
  // Judges what was sent so far, as of `now`.
  void check(Timestamp now, const RhythmJudge& judge);
  // The flow is over: judges what no checkpoint has seen.
  void end(const RhythmJudge& judge);

  // Its content was read, as text, and is a miner's and its pool's: its shape adds nothing to that but when jobs came. From
  // here on nothing else is kept, and no judge is asked.
  void read_as_mining(Direction client);
  bool is_read() const { return is_read_; }
  bool is_mostly_text() const { return messages_ > 0 && text_messages_ * 2 >= messages_; }

  // Looks like mining, and the times of its pushes are not kept yet.
  bool wants_push_log() const { return is_candidate_ && pushes_ == nullptr && !push_log_refused_; }
  void begin_push_log();
  void refuse_push_log() { push_log_refused_ = true; }  // no room; not asked again
  bool has_push_log() const { return pushes_ != nullptr; }

  // Ask for the memory that packet() is going to touch: first this object, a few packets later what it points to.
  void prefetch() const { prefetch_lines(this, 2 * cache_line_octets); }
  void prefetch_message() const {
    window_.prefetch_next();
    if (pushes_ != nullptr) prefetch_lines(pushes_.get(), sizeof *pushes_);
  }

  bool too_fast() const { return too_fast_; }  // no mining sends so many messages
  RhythmRecord record() const;

 private:
  static constexpr std::size_t checkpoints_kept = 4;

  bool is_new(Direction direction, const capture::Packet& packet);
  void heard(Direction direction, const capture::Packet& packet);
  void count(Direction direction, Timestamp time);
  Duration next_checkpoint() const;
  void judge_window(Timestamp now, const RhythmJudge& judge);
  void keep(const RhythmCheckpoint& point);
  RhythmTotals totals() const;
  void tell_again(PushLog& log) const;
  std::vector<Timestamp> pushes() const;
  std::size_t window(std::array<RhythmMessage, MessageWindow::kept_max>& messages) const;

  // The first two lines are what every message touches.
  Timestamp flow_first_seen_;
  Timestamp last_segment_;  // of the open message
  Timestamp last_message_;  // its beginning
  std::array<std::uint32_t, 2> next_sequence_{};
  std::array<Timestamp, 2> asked_at_;  // by each side, its last message
  std::unique_ptr<PushLog> pushes_;    // up to 24 KiB more, for those that look like mining
  std::uint32_t messages_ = 0;         // ever
  std::uint32_t text_messages_ = 0;
  RhythmTotals totals_;
  std::uint32_t judged_messages_ = 0;
  std::uint8_t checks_ = 0;  // saturating
  std::uint8_t sequence_known_bits_ = 0;
  std::uint8_t asked_bits_ = 0;  // whose last message has had no answer yet
  std::uint8_t stored_ = 0;      // of checkpoints_
  Direction client_ = Direction::forward;
  bool is_candidate_ = false;
  bool is_read_ = false;
  bool push_log_refused_ = false;
  bool opening_seen_;
  bool is_datagrams_;
  bool too_fast_ = false;
  MessageWindow window_;
  std::array<RhythmCheckpoint, checkpoints_kept> checkpoints_{};  // the last ones
};
static_assert(sizeof(Rhythm) <= 512, "what a candidate flow costs beside its entry");

}  // namespace davy::flow
