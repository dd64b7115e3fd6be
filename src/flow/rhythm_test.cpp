#include "flow/rhythm.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace davy::flow {
namespace {

using capture::Packet;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Timestamp start{std::chrono::hours{480'000}};

// Keeps the windows that it is asked about, and answers with their number.
class Scribe final : public RhythmJudge {
 public:
  std::optional<RhythmOpinion> opinion(const RhythmWindow& window) const override {
    windows.emplace_back(window.messages.begin(), window.messages.end());
    return flow::RhythmOpinion{.strength_nats = static_cast<float>(windows.size())};
  }
  mutable std::vector<std::vector<RhythmMessage>> windows;
};

class RhythmTest : public testing::Test {
 protected:
  void send(Direction direction, Duration after, std::uint32_t octets, std::uint32_t sequence) {
    Packet p;
    p.time = start + after;
    p.tcp_sequence = sequence;
    p.payload_wire_octets = octets;
    rhythm.packet(direction, p, false, scribe);
  }
  // A request a second, each answered.
  void talk(int count, Duration from = seconds{0}) {
    for (int i = 0; i < count; ++i) {
      rhythm.sent(Direction::forward, start + from + seconds{i}, 100);
      rhythm.sent(Direction::reverse, start + from + seconds{i} + milliseconds{50}, 60);
    }
  }
  Scribe scribe;
  Rhythm rhythm{start, true, capture::Transport::tcp};
};

TEST_F(RhythmTest, segments_without_a_pause_are_one_message) {
  rhythm.sent(Direction::forward, start, 1000);
  rhythm.sent(Direction::forward, start + milliseconds{100}, 500);
  rhythm.sent(Direction::forward, start + milliseconds{400}, 7);
  rhythm.sent(Direction::reverse, start + milliseconds{410}, 9);
  rhythm.sent(Direction::forward, start + milliseconds{420}, 11);
  const auto window = rhythm.record().window;
  ASSERT_EQ(window.size(), 4u);
  EXPECT_EQ(window[0].octets, 1500);
  EXPECT_EQ(window[1].octets, 7);
  EXPECT_EQ(window[2].direction, Direction::reverse);
  EXPECT_FLOAT_EQ(window[3].time_s, .42f);
}

TEST_F(RhythmTest, what_was_sent_before_is_not_sent_again) {
  send(Direction::forward, seconds{6}, 100, 5000);
  send(Direction::forward, seconds{7}, 100, 5000);           // retransmitted
  send(Direction::forward, seconds{9}, 1, 5099);             // keep-alive probe
  send(Direction::forward, seconds{11}, 100, 5100);          // new
  send(Direction::forward, seconds{13}, 100, 9'000'000'00);  // the numbers have begun anew
  EXPECT_EQ(rhythm.record().messages, 3u);
}

TEST_F(RhythmTest, sequence_numbers_wrap) {
  send(Direction::forward, seconds{6}, 100, 0xffffffc0);
  send(Direction::forward, seconds{8}, 100, 0xffffffc0 + 100);
  send(Direction::forward, seconds{9}, 100, 0xffffffc0);
  EXPECT_EQ(rhythm.record().messages, 2u);
}

TEST_F(RhythmTest, judged_at_checkpoints_and_at_the_end) {
  talk(20);
  send(Direction::forward, seconds{61}, 100, 1);
  ASSERT_EQ(scribe.windows.size(), 1u);
  EXPECT_EQ(scribe.windows[0].size(), 40u) << "what came after the checkpoint is not in it";
  send(Direction::reverse, seconds{200}, 100, 1);  // after two minutes
  send(Direction::reverse, seconds{201}, 100, 101);
  EXPECT_EQ(scribe.windows.size(), 2u);
  rhythm.end(scribe);
  EXPECT_EQ(scribe.windows.size(), 3u);
  const auto record = rhythm.record();
  ASSERT_EQ(record.checkpoints.size(), 3u);
  EXPECT_FLOAT_EQ(record.checkpoints[2].strength_nats, 3);
}

TEST_F(RhythmTest, too_little_is_not_judged) {
  talk(3);
  rhythm.check(start + seconds{60}, scribe);
  rhythm.end(scribe);
  EXPECT_TRUE(scribe.windows.empty());
  EXPECT_TRUE(rhythm.record().checkpoints.empty());
}

TEST_F(RhythmTest, a_flow_that_is_over_within_a_minute_is_not_judged) {
  talk(20);
  rhythm.end(scribe);
  EXPECT_TRUE(scribe.windows.empty());
}

TEST_F(RhythmTest, the_last_messages_are_kept_and_bounded) {
  talk(1000);
  const auto record = rhythm.record();
  EXPECT_EQ(record.messages, 2000u);
  EXPECT_LE(record.window.size(), 100u);
  EXPECT_FLOAT_EQ(record.window.front().time_s, 0);
  const auto first_s = std::chrono::duration<double>(record.window_first - start).count();
  EXPECT_NEAR(first_s, 1000. - static_cast<double>(record.window.size()) / 2, 1.1);
  EXPECT_EQ(record.totals.strays, 0u);
}

TEST_F(RhythmTest, no_mining_is_that_fast) {
  for (int i = 0; i < 2000; ++i) {
    const auto direction = static_cast<Direction>(i % 2);
    rhythm.sent(direction, start + milliseconds{20 * i}, 100);
  }
  rhythm.check(start + seconds{60}, scribe);
  EXPECT_TRUE(rhythm.too_fast());
  EXPECT_TRUE(scribe.windows.empty());
}

TEST_F(RhythmTest, long_gaps_and_large_messages_count_as_the_largest_that_fit) {
  rhythm.sent(Direction::forward, start, 1'000'000);
  rhythm.sent(Direction::reverse, start + std::chrono::hours{5}, 10);
  const auto window = rhythm.record().window;
  EXPECT_EQ(window[0].octets, 4095);
  EXPECT_GT(window[1].time_s, 500);
}

TEST_F(RhythmTest, time_that_runs_back_does_no_harm) {
  rhythm.sent(Direction::forward, start + seconds{10}, 10);
  rhythm.sent(Direction::reverse, start, 10);
  EXPECT_EQ(rhythm.record().window[1].time_s, 0);
}

}  // namespace
}  // namespace davy::flow
