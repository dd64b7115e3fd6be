#include "signal/network/rhythm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "flow/rhythm.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::signal {
namespace {

using flow::Direction;
using flow::RhythmMessage;

std::vector<RhythmMessage> by_time(std::vector<RhythmMessage> messages) {
  std::ranges::sort(messages, {}, &RhythmMessage::time_s);
  return messages;
}

// Shares at random times, each answered; a job every 40 s or so that nobody asked for.
std::vector<RhythmMessage> miner(Direction client = Direction::forward) {
  std::mt19937_64 random(5);
  std::exponential_distribution<float> share(1 / 25.f), job(1 / 45.f);
  std::vector<RhythmMessage> messages;
  for (float t = share(random); t < 900; t += share(random)) {
    messages.push_back({t, 238, client});
    messages.push_back({t + .09f, 91, flow::opposite(client)});
  }
  for (float t = job(random); t < 900; t += job(random))
    messages.push_back({t, 379, flow::opposite(client)});
  return by_time(messages);
}

// Asks every ten seconds, and nothing else.
std::vector<RhythmMessage> poller() {
  std::vector<RhythmMessage> messages;
  for (int i = 0; i < 45; ++i) {
    messages.push_back({static_cast<float>(10 * i), 180, Direction::forward});
    messages.push_back({static_cast<float>(10 * i) + .05f, 1200, Direction::reverse});
  }
  return messages;
}

flow::FlowRecord record_of(const std::vector<RhythmMessage>& window, bool opening_seen = true) {
  flow::FlowRecord record;
  record.opening_seen = opening_seen;
  record.rhythm = std::make_unique<flow::RhythmRecord>();
  record.rhythm->window = window;
  record.rhythm->opening_seen = opening_seen;
  record.rhythm->messages = static_cast<std::uint32_t>(window.size());
  for (std::size_t i = 0; i < window.size(); ++i) {
    const auto side = static_cast<std::size_t>(window[i].direction);
    const bool answers = i > 0 && window[i - 1].direction != window[i].direction &&
                         window[i].time_s - window[i - 1].time_s < 3;
    ++record.packets[side];
    ++record.rhythm->totals.messages[side];
    record.rhythm->totals.unasked[side] += answers ? 0u : 1u;
  }
  const auto opinion =
      RhythmJudge::shipped().opinion({window, opening_seen, false, record.rhythm->totals});
  if (opinion)
    record.rhythm->checkpoints = {{900, opinion->strength_nats, record.rhythm->messages}};
  return record;
}

TEST(RhythmRoles, first_answer_is_the_reply_and_the_rest_were_not_asked_for) {
  const std::vector<RhythmMessage> messages{
      {0, 10, Direction::reverse}, {1, 20, Direction::forward},   {1.5, 30, Direction::reverse},
      {2, 40, Direction::reverse}, {10, 50, Direction::forward},  {14, 60, Direction::reverse},
      {20, 1, Direction::forward}, {20.5, 1, Direction::forward}, {21, 70, Direction::reverse},
      {22, 80, Direction::reverse}};
  const RhythmRoles roles = roles_of({messages, true, false, {}}, Direction::forward);
  EXPECT_EQ(roles.requests.size(), 4u);
  ASSERT_EQ(roles.replies.size(), 3u);
  EXPECT_EQ(roles.replies[0].octets, 30);
  EXPECT_EQ(roles.replies[2].octets, 80);
  EXPECT_FLOAT_EQ(roles.latencies_s[2], 1.5f);
  ASSERT_EQ(roles.pushes.size(), 3u) << "unasked, second, too late";
  EXPECT_EQ(roles.pushes[2].octets, 60);
}

TEST(RhythmFeatures, are_numbers_whatever_the_messages) {
  const std::vector<std::vector<RhythmMessage>> windows{
      {},
      {{0, 1, Direction::forward}},
      {{0, 0, Direction::reverse}, {0, 0, Direction::reverse}},
      std::vector<RhythmMessage>(96, {5, 4095, Direction::forward}),
      miner(),
      poller()};
  for (const auto& window : windows) {
    for (const Direction client : {Direction::forward, Direction::reverse}) {
      const RhythmFeatures features = features_of(roles_of({window, true, false, {}}, client));
      for (std::size_t i = 0; i < features.size(); ++i)
        EXPECT_TRUE(std::isfinite(features[i])) << rhythm_feature_name(i);
    }
  }
}

TEST(RhythmFeatures, all_have_names) {
  for (std::size_t i = 0; i < rhythm_features; ++i) EXPECT_FALSE(rhythm_feature_name(i).empty());
}

TEST(Rhythm, a_miner_is_suspected_by_its_shape) {
  const auto signal = rhythm(record_of(miner()));
  ASSERT_TRUE(signal);
  EXPECT_GT(signal->strength_nats, 4);
  EXPECT_EQ(signal->basis, Basis::behaviour) << "alone it must not say more than suspected";
  EXPECT_NE(signal->reasons[0].evidence.find("that the client had not asked for"),
            std::string::npos);
}

// A tunnel of packets acknowledges what no word answers in time, and both sides do it with the same few octets.
TEST(Rhythm, what_a_tunnel_acknowledges_is_nobodys_word) {
  std::vector<flow::RhythmMessage> messages;
  float t = 0;
  const auto say = [&](Direction direction, std::uint16_t octets, float after_s) {
    messages.push_back({t += after_s, octets, direction});
  };
  for (int i = 0; i < 10; ++i) {
    say(Direction::forward, 400, 10);  // share
    say(Direction::reverse, 96, .04f);
    say(Direction::reverse, 176, .3f);  // its answer
    say(Direction::forward, 96, .04f);
    say(Direction::reverse, 480, 10);  // job
    say(Direction::forward, 96, .04f);
  }
  for (const bool is_datagrams : {true, false}) {
    const RhythmRoles seen = roles_of({messages, false, is_datagrams, {}}, Direction::forward);
    EXPECT_EQ(seen.requests.size(), 10u);
    EXPECT_EQ(seen.replies.size(), 10u);
    EXPECT_EQ(seen.pushes.size(), 10u);
    EXPECT_EQ(seen.empties, 30u);
  }
}

TEST(Rhythm, what_is_padded_to_one_size_in_a_stream_is_said_all_the_same) {
  std::vector<flow::RhythmMessage> messages;
  for (int i = 0; i < 20; ++i) {
    const auto t = static_cast<float>(30 * i);
    messages.push_back({t, 128, Direction::forward});
    messages.push_back({t + .1f, 128, Direction::reverse});
    messages.push_back({t + 12, 384, Direction::reverse});
  }
  const RhythmRoles seen = roles_of({messages, true, false, {}}, Direction::forward);
  EXPECT_EQ(seen.requests.size(), 20u);
  EXPECT_EQ(seen.replies.size(), 20u);
  EXPECT_EQ(seen.pushes.size(), 20u);
}

TEST(Rhythm, mid_stream_the_client_is_found_by_its_shape) {
  const auto record = record_of(miner(Direction::reverse), false);
  ASSERT_TRUE(rhythm(record));
  EXPECT_EQ(rhythm_client(*record.rhythm), Direction::reverse);
}

TEST(Rhythm, a_poller_is_not) { EXPECT_FALSE(rhythm(record_of(poller()))); }

TEST(Rhythm, text_that_was_read_is_not_suspected) {
  auto record = record_of(miner());
  record.rhythm->text_messages = record.rhythm->messages;
  EXPECT_FALSE(rhythm(record));
}

TEST(Rhythm, a_flow_without_one_is_not) { EXPECT_FALSE(rhythm(flow::FlowRecord{})); }

TEST(Rhythm, one_window_alone_does_not_carry_a_flow) {
  auto record = record_of(miner());
  record.rhythm->checkpoints.push_back({1800, -20, 100});
  EXPECT_FALSE(rhythm(record));
}

}  // namespace
}  // namespace davy::signal
