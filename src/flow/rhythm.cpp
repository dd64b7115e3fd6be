#include "flow/rhythm.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

using std::chrono::minutes;

// A pause that ends a message: longer than the gaps within one, shorter than anybody's reaction to it.
constexpr Duration message_pause = std::chrono::milliseconds{200};
constexpr std::array<Duration, 6> first_checkpoints{minutes{1},  minutes{2},  minutes{5},
                                                    minutes{10}, minutes{30}, minutes{60}};
constexpr std::uint32_t judged_messages_min = 8;
constexpr double messages_per_s_max = 20;
constexpr std::int32_t window_octets_max =
    1 << 24;                                   // of TCP; further off the numbers have begun anew
constexpr std::uint32_t octets_max = 1 << 20;  // of one segment: far beyond what is told apart

}  // namespace

// What lies before the next octet expected was sent before. Far from it the numbers have begun anew.
bool Rhythm::is_new(Direction direction, const capture::Packet& packet) {
  const auto d = static_cast<std::size_t>(direction);
  const auto ahead = static_cast<std::int32_t>(packet.tcp_sequence - next_sequence_[d]);
  const bool known = (sequence_known_bits_ >> d & 1) != 0;
  if (known && ahead < 0 && ahead > -window_octets_max) return false;
  sequence_known_bits_ = static_cast<std::uint8_t>(sequence_known_bits_ | 1u << d);
  next_sequence_[d] = packet.tcp_sequence + packet.payload_wire_octets;
  return true;
}

// The number of the next octet expected is what was heard so far. One octet is a connection's opening or its end.
void Rhythm::heard(Direction direction, const capture::Packet& packet) {
  const auto d = static_cast<std::size_t>(direction);
  const auto ahead = static_cast<std::int32_t>(packet.tcp_acknowledgement - next_sequence_[d]);
  const bool known = (sequence_known_bits_ >> d & 1) != 0;
  if (known && ahead <= 0 && ahead > -window_octets_max) return;
  sequence_known_bits_ = static_cast<std::uint8_t>(sequence_known_bits_ | 1u << d);
  next_sequence_[d] = packet.tcp_acknowledgement;
  if (known && ahead > 1 && ahead < window_octets_max)
    sent(direction, packet.time, static_cast<std::uint32_t>(ahead));
}

bool Rhythm::sent(Direction direction, Timestamp time, std::uint32_t octets) {
  const bool same_message = messages_ > 0 && window_.last().direction == direction &&
                            time - last_segment_ < message_pause;
  last_segment_ = time;
  if (same_message) {
    const std::uint32_t known = window_.last().octets;
    window_.set_last_octets(is_datagrams_ ? std::max(known, octets)
                                          : known + std::min(octets, octets_max));
    return false;
  }
  if (is_read_ && pushes_ != nullptr) window_.clear();  // but for the message that is open
  window_.add(direction, octets, messages_ == 0 ? Duration{0} : time - last_message_);
  last_message_ = time;
  ++messages_;
  count(direction, time);
  if (pushes_ != nullptr) pushes_->message(direction, time, octets);
  return true;
}

void Rhythm::count(Direction direction, Timestamp time) {
  const auto own = static_cast<std::size_t>(direction), other = 1 - own;
  const bool answers = (asked_bits_ >> other & 1) != 0 && time - asked_at_[other] <= reply_within;
  ++totals_.messages[own];
  totals_.unasked[own] += !answers;
  asked_bits_ = static_cast<std::uint8_t>(1u << own | (answers ? 0 : asked_bits_));
  asked_at_[own] = time;
}

Duration Rhythm::next_checkpoint() const {
  if (checks_ < first_checkpoints.size()) return first_checkpoints[checks_];
  return std::chrono::hours{checks_ - first_checkpoints.size() + 2};
}

void Rhythm::check(Timestamp now, const RhythmJudge& judge) {
  judge_window(now, judge);
  const Duration age = now - flow_first_seen_;
  while (checks_ < 0xff && next_checkpoint() <= age) ++checks_;
}

RhythmTotals Rhythm::totals() const {
  RhythmTotals totals = totals_;
  totals.strays = window_.strays();
  return totals;
}

void Rhythm::end(const RhythmJudge& judge) {
  if (messages_ > judged_messages_ && last_segment_ - flow_first_seen_ >= first_checkpoints[0])
    judge_window(last_segment_, judge);
}

void Rhythm::read_as_mining(Direction client) {
  is_read_ = is_candidate_ = true;
  client_ = client;
}

void Rhythm::judge_window(Timestamp now, const RhythmJudge& judge) {
  const double age_s = seconds(now - flow_first_seen_);
  too_fast_ = messages_ > messages_per_s_max * age_s;
  if (too_fast_ || messages_ < judged_messages_min || messages_ == judged_messages_) return;
  judged_messages_ = messages_;
  if (is_read_) return keep({static_cast<float>(age_s), 0, messages_});
  std::array<RhythmMessage, MessageWindow::kept_max> messages;
  const std::size_t count = window(messages);
  const auto opinion =
      judge.opinion({{messages.data(), count}, opening_seen_, is_datagrams_, totals()});
  if (!opinion) return;
  client_ = opinion->client;
  is_candidate_ = opinion->is_candidate;
  keep({static_cast<float>(age_s), opinion->strength_nats, messages_});
}

void Rhythm::keep(const RhythmCheckpoint& point) {
  if (stored_ < checkpoints_kept) {
    checkpoints_[stored_++] = point;
  } else {
    std::copy(checkpoints_.begin() + 1, checkpoints_.end(), checkpoints_.begin());
    checkpoints_.back() = point;
  }
}

std::size_t Rhythm::window(std::array<RhythmMessage, MessageWindow::kept_max>& messages) const {
  double time_ms = 0;
  for (std::size_t i = 0; i < window_.size(); ++i) {
    const MessageWindow::Message m = window_[i];
    if (i > 0) time_ms += m.gap_ms;
    messages[i] = {static_cast<float>(time_ms / 1e3), m.octets, m.direction};
  }
  return window_.size();
}

// What came before is told again from what is kept of it.
void Rhythm::begin_push_log() {
  pushes_ = std::make_unique<PushLog>(client_, flow_first_seen_);
  tell_again(*pushes_);
}

void Rhythm::tell_again(PushLog& log) const {
  Timestamp time = last_message_;
  for (std::size_t i = 1; i < window_.size(); ++i)
    time -= std::chrono::milliseconds(window_[i].gap_ms);
  for (std::size_t i = 0; i < window_.size(); ++i) {
    const MessageWindow::Message m = window_[i];
    if (i > 0) time += std::chrono::milliseconds(m.gap_ms);
    log.message(m.direction, time, m.octets);
  }
}

// A flow that is over, or that there was no room for, has at least those of its last messages.
std::vector<Timestamp> Rhythm::pushes() const {
  if (pushes_ != nullptr) return pushes_->times();
  if (!is_candidate_) return {};
  PushLog log(client_, flow_first_seen_);
  tell_again(log);
  return log.times();
}

RhythmRecord Rhythm::record() const {
  RhythmRecord record;
  record.checkpoints.assign(checkpoints_.begin(), checkpoints_.begin() + stored_);
  record.messages = messages_;
  record.text_messages = text_messages_;
  record.totals = totals();
  record.opening_seen = opening_seen_;
  record.is_datagrams = is_datagrams_;
  record.pushes = pushes();
  std::array<RhythmMessage, MessageWindow::kept_max> messages;
  const std::size_t count = window(messages);
  record.window.assign(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(count));
  if (count > 0)
    record.window_first =
        last_message_ - std::chrono::milliseconds(static_cast<std::int64_t>(
                            static_cast<double>(messages[count - 1].time_s) * 1e3));
  return record;
}

}  // namespace davy::flow
