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

// direction : 1, octets : 12, milliseconds since the message before : 19
constexpr std::uint32_t octets_max = (1u << 12) - 1;
constexpr std::uint32_t gap_ms_max = (1u << 19) - 1;

std::uint32_t pack(Direction direction, std::uint32_t octets, Duration gap) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(gap).count();
  return static_cast<std::uint32_t>(direction) << 31 | std::min(octets, octets_max) << 19 |
         static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 0, gap_ms_max));
}
Direction direction_of(std::uint32_t packed) { return static_cast<Direction>(packed >> 31); }
std::uint32_t octets_of(std::uint32_t packed) { return packed >> 19 & octets_max; }
std::uint32_t gap_ms_of(std::uint32_t packed) { return packed & gap_ms_max; }

}  // namespace

// What lies before the next octet expected was sent before. Far from it the numbers have begun anew.
bool Rhythm::is_new(Direction direction, const capture::Packet& packet) {
  constexpr std::int32_t window_octets_max = 1 << 24;
  const auto d = static_cast<std::size_t>(direction);
  const auto ahead = static_cast<std::int32_t>(packet.tcp_sequence - next_sequence_[d]);
  const bool known = (sequence_known_bits_ >> d & 1) != 0;
  if (known && ahead < 0 && ahead > -window_octets_max) return false;
  sequence_known_bits_ = static_cast<std::uint8_t>(sequence_known_bits_ | 1u << d);
  next_sequence_[d] = packet.tcp_sequence + packet.payload_wire_octets;
  return true;
}

bool Rhythm::sent(Direction direction, Timestamp time, std::uint32_t octets) {
  std::uint32_t& last = packed_[(messages_ + messages_kept - 1) % messages_kept];
  const bool same_message =
      messages_ > 0 && direction_of(last) == direction && time - last_segment_ < message_pause;
  last_segment_ = time;
  if (same_message) {
    const std::uint32_t sum = std::min(octets_of(last) + std::min(octets, octets_max), octets_max);
    last = (last & ~(octets_max << 19)) | sum << 19;
    return false;
  }
  const Duration gap = messages_ == 0 ? Duration{0} : time - last_message_;
  packed_[messages_ % messages_kept] = pack(direction, octets, gap);
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

void Rhythm::end(const RhythmJudge& judge) {
  if (messages_ > judged_messages_ && last_segment_ - flow_first_seen_ >= first_checkpoints[0])
    judge_window(last_segment_, judge);
}

void Rhythm::judge_window(Timestamp now, const RhythmJudge& judge) {
  const double age_s = seconds(now - flow_first_seen_);
  too_fast_ = messages_ > messages_per_s_max * age_s;
  if (too_fast_ || messages_ < judged_messages_min || messages_ == judged_messages_) return;
  judged_messages_ = messages_;
  std::array<RhythmMessage, messages_kept> messages;
  const std::size_t count = window(messages);
  const auto opinion = judge.opinion({{messages.data(), count}, opening_seen_, totals_});
  if (!opinion) return;
  client_ = opinion->client;
  is_candidate_ = opinion->is_candidate;
  const RhythmCheckpoint point{static_cast<float>(age_s), opinion->strength_nats, messages_};
  if (stored_ < checkpoints_kept) {
    checkpoints_[stored_++] = point;
  } else {
    std::copy(checkpoints_.begin() + 1, checkpoints_.end(), checkpoints_.begin());
    checkpoints_.back() = point;
  }
}

std::size_t Rhythm::window(std::array<RhythmMessage, messages_kept>& messages) const {
  const std::size_t count = std::min<std::size_t>(messages_, messages_kept);
  double time_ms = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t packed = packed_[(messages_ - count + i) % messages_kept];
    if (i > 0) time_ms += gap_ms_of(packed);
    messages[i] = {static_cast<float>(time_ms / 1e3), static_cast<std::uint16_t>(octets_of(packed)),
                   direction_of(packed)};
  }
  return count;
}

// What came before is told again from what is kept of it.
void Rhythm::begin_push_log() {
  pushes_ = std::make_unique<PushLog>(client_, flow_first_seen_);
  tell_again(*pushes_);
}

void Rhythm::tell_again(PushLog& log) const {
  const std::size_t count = std::min<std::size_t>(messages_, messages_kept);
  Timestamp time = last_message_;
  for (std::size_t i = 1; i < count; ++i)
    time -= std::chrono::milliseconds(gap_ms_of(packed_[(messages_ - i) % messages_kept]));
  for (std::size_t i = count; i > 0; --i) {
    const std::uint32_t packed = packed_[(messages_ - i) % messages_kept];
    if (i < count) time += std::chrono::milliseconds(gap_ms_of(packed));
    log.message(direction_of(packed), time, octets_of(packed));
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
  record.totals = totals_;
  record.pushes = pushes();
  std::array<RhythmMessage, messages_kept> messages;
  const std::size_t count = window(messages);
  record.window.assign(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(count));
  if (count > 0)
    record.window_first =
        last_message_ - std::chrono::milliseconds(static_cast<std::int64_t>(
                            static_cast<double>(messages[count - 1].time_s) * 1e3));
  return record;
}

}  // namespace davy::flow
