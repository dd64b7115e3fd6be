#include "signal/network/synchrony.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "signal/network/rhythm.hpp"

namespace davy::signal {
namespace {

using flow::Direction;
using flow::FlowRecord;

constexpr Timestamp start{std::chrono::hours{480'000}};
Timestamp at(double s) {
  return start + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

std::vector<double> blocks(std::uint64_t seed, double mean_s = 40, double span_s = 3600) {
  std::mt19937_64 random(seed);
  std::exponential_distribution<double> gap(1 / mean_s);
  std::vector<double> times;
  for (double t = gap(random); t < span_s; t += gap(random)) times.push_back(t);
  return times;
}

// What one miner sees of them: each a little later, some not at all.
std::vector<Timestamp> pushes(const std::vector<double>& jobs, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> late(0, .4), seen(0, 1);
  std::vector<Timestamp> times;
  for (const double t : jobs)
    if (seen(random) < .95) times.push_back(at(t + late(random)));
  return times;
}

TEST(Synchrony, jobs_of_one_pool_are_linked) {
  const auto jobs = blocks(1);
  const auto pair = linked(pushes(jobs, 2), pushes(jobs, 3));
  ASSERT_TRUE(pair);
  EXPECT_LT(pair->log_p, std::log(1e-20));
  EXPECT_GT(pair->coincidences, pair->pushes * 8 / 10);
}

TEST(Synchrony, jobs_of_two_pools_are_not) {
  std::size_t linked_pairs = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    linked_pairs += linked(pushes(blocks(seed), 7), pushes(blocks(seed + 1000), 8)).has_value();
  EXPECT_LE(linked_pairs, 1u);
}

TEST(Synchrony, two_timers_of_one_period_are_not) {
  std::vector<Timestamp> a, b;
  for (int i = 0; i < 60; ++i) {
    a.push_back(at(60 * i));
    b.push_back(at(60 * i + .3));
  }
  EXPECT_TRUE(compare(a, b));
  EXPECT_FALSE(linked(a, b)) << "they agree a minute later just as well";
}

TEST(Synchrony, short_or_sparse_series_are_not_compared) {
  const auto jobs = blocks(1, 20, 250);
  EXPECT_FALSE(compare(pushes(jobs, 2), pushes(jobs, 3))) << "four minutes";
  EXPECT_FALSE(compare(std::vector{at(0), at(500), at(900)}, pushes(blocks(4), 1)));
  EXPECT_FALSE(compare({}, pushes(blocks(4), 1)));
}

TEST(Synchrony, what_speaks_all_the_time_agrees_with_nothing) {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    EXPECT_FALSE(linked(pushes(blocks(seed, .5), 1), pushes(blocks(seed + 100, .5), 2)));
}

// A flow that was judged shaped like a miner, with shares at random and these pushes.
FlowRecord suspect(std::vector<Timestamp> times, std::uint64_t seed) {
  FlowRecord record;
  record.opening_seen = true;
  record.packets = {100, 100};
  record.rhythm = std::make_unique<flow::RhythmRecord>();
  auto& r = *record.rhythm;
  r.opening_seen = true;
  const auto shares = blocks(seed, 30, 900);
  for (const double t : shares) {
    r.window.push_back({static_cast<float>(t), 230, Direction::forward});
    r.window.push_back({static_cast<float>(t) + .1f, 60, Direction::reverse});
  }
  r.messages = static_cast<std::uint32_t>(r.window.size());
  r.checkpoints = {{600, 6, r.messages}};
  r.pushes = std::move(times);
  return record;
}

TEST(Synchrony, two_suspects_with_one_clock_have_a_second_kind_of_evidence) {
  const auto jobs = blocks(1);
  std::vector<FlowRecord> records;
  records.push_back(suspect(pushes(jobs, 2), 11));
  records.push_back(suspect(pushes(blocks(77), 3), 12));
  records.push_back(suspect(pushes(jobs, 4), 13));
  const Synchrony synchrony(records);
  EXPECT_EQ(synchrony.pairs_compared(), 3u);
  ASSERT_TRUE(synchrony.signal(0));
  EXPECT_TRUE(synchrony.signal(2));
  EXPECT_FALSE(synchrony.signal(1));
  EXPECT_NE(synchrony.signal(0)->independence_group, rhythm(records[0])->independence_group);
}

TEST(Synchrony, mining_that_was_read_is_a_clock_and_needs_none) {
  const auto jobs = blocks(1);
  std::vector<FlowRecord> records;
  records.push_back(suspect(pushes(jobs, 2), 11));
  records.push_back(suspect(pushes(jobs, 4), 13));
  records[1].conversation = std::make_unique<flow::ConversationRecord>();
  records[1].conversation->pool_spoke = true;
  const Synchrony synchrony(records);
  ASSERT_TRUE(synchrony.signal(0));
  EXPECT_NE(synchrony.signal(0)->reasons[0].evidence.find("where mining was read"),
            std::string::npos);
  EXPECT_FALSE(synchrony.signal(1));
}

TEST(Synchrony, what_does_not_look_like_mining_takes_no_part) {
  const auto jobs = blocks(1);
  std::vector<FlowRecord> records;
  records.push_back(suspect(pushes(jobs, 2), 11));
  records.push_back(suspect(pushes(jobs, 4), 13));
  records[1].rhythm->checkpoints = {{600, 0, 100}};
  const Synchrony synchrony(records);
  EXPECT_EQ(synchrony.pairs_compared(), 0u);
  EXPECT_FALSE(synchrony.signal(0));
}

}  // namespace
}  // namespace davy::signal
