#include "signal/network/farming_cadence.hpp"

#include <gtest/gtest.h>

#include <random>

namespace davy::signal {
namespace {

using flow::Direction;
using flow::FlowRecord;

struct Timer {
  double gap_s = 600. / 64;
  double spread_s = .1;
  double minutes = 60;
  std::uint16_t octets = 115;
  double octets_spread = 0;
  double answered = .05;
  Direction way = Direction::reverse;
};

// The last 90 messages of a flow that has gone on for so long.
FlowRecord flow_of(const Timer& timer, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> even(0, 1);
  FlowRecord record;
  record.first_seen = Timestamp{std::chrono::hours{480'000}};
  record.last_seen = record.first_seen + std::chrono::duration_cast<Duration>(
                                             std::chrono::duration<double>(timer.minutes * 60));
  record.rhythm = std::make_unique<flow::RhythmRecord>();
  flow::RhythmRecord& r = *record.rhythm;
  const auto told = static_cast<std::uint32_t>(timer.minutes * 60 / timer.gap_s);
  r.totals.messages[static_cast<std::size_t>(timer.way)] = told;
  r.messages = told;
  double t = 0;
  while (r.window.size() < 90 && t < timer.minutes * 60) {
    t += timer.gap_s + timer.spread_s * normal(random);
    const double octets = timer.octets + timer.octets_spread * normal(random);
    r.window.push_back({static_cast<float>(t), static_cast<std::uint16_t>(octets), timer.way});
    if (even(random) < timer.answered)
      r.window.push_back({static_cast<float>(t + .5), 300, flow::opposite(timer.way)});
  }
  return record;
}

std::size_t found_in(const Timer& timer, std::size_t flows = 200) {
  std::size_t found = 0;
  for (std::size_t seed = 0; seed < flows; ++seed)
    found += farming_cadence(flow_of(timer, seed)).has_value();
  return found;
}

TEST(FarmingCadence, SignagePointsAreSuspectedAndNoMore) {
  const auto signal = farming_cadence(flow_of({}));
  ASSERT_TRUE(signal);
  EXPECT_NE(signal->reasons[0].evidence.find("115 octets every 9.3"), std::string::npos)
      << signal->reasons[0].evidence;
  EXPECT_EQ(signal->independence_group, "shape") << "no second kind beside a rhythm";
  EXPECT_EQ(signal->basis, Basis::behaviour);
}

TEST(FarmingCadence, EitherWayAndAnsweredOrNot) {
  EXPECT_GE(found_in({.way = Direction::forward}), 195u);
  EXPECT_GE(found_in({.answered = 1}), 190u) << "half as many gaps in the window";
  EXPECT_GE(found_in({.octets = 309}), 195u) << "with pools";
}

TEST(FarmingCadence, TimersNearByAreNot) {
  for (const double gap_s : {8., 9., 9.5, 10., 12., 4.6875, 18.75})
    for (const double spread_s : {0., .05, .2, .5})
      EXPECT_EQ(found_in({.gap_s = gap_s, .spread_s = spread_s}), 0u) << gap_s << ' ' << spread_s;
}

TEST(FarmingCadence, WhatJittersMoreCannotBeToldApart) {
  EXPECT_EQ(found_in({.spread_s = 1}), 0u);
  EXPECT_GE(found_in({.spread_s = .2}), 190u);
}

TEST(FarmingCadence, ShortFlowsSmallMessagesManySizesAndTextAreNot) {
  EXPECT_EQ(found_in({.minutes = 15}), 0u);
  EXPECT_EQ(found_in({.octets = 40}), 0u);
  EXPECT_EQ(found_in({.octets = 2000}), 0u);
  EXPECT_EQ(found_in({.octets = 300, .octets_spread = 20}), 0u);
  FlowRecord text = flow_of({});
  text.rhythm->text_messages = text.rhythm->messages;
  EXPECT_FALSE(farming_cadence(text));
}

TEST(FarmingCadence, NothingToLookAtSaysNothing) {
  FlowRecord none;
  EXPECT_FALSE(farming_cadence(none));
  none.rhythm = std::make_unique<flow::RhythmRecord>();
  EXPECT_FALSE(farming_cadence(none));
  FlowRecord silent = flow_of({});
  silent.rhythm->window.clear();
  EXPECT_FALSE(farming_cadence(silent));
}

TEST(FarmingCadence, OnlyLatelyIsNotLongEnough) {
  FlowRecord record = flow_of({});
  record.rhythm->totals.messages = {0, 100};
  EXPECT_FALSE(farming_cadence(record)) << "100 messages in an hour";
}

}  // namespace
}  // namespace davy::signal
