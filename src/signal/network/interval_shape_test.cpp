#include "signal/network/interval_shape.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "signal/network/interval_features.hpp"

namespace davy::signal {
namespace {

using flow::FlowInterval;

constexpr Timestamp start{std::chrono::hours{480'000}};

// One record a minute each way. Counts wander as shares at random times make them.
flow::FlowRecord flow_of(std::size_t minutes, std::uint32_t (*packets)(std::size_t minute),
                         std::uint32_t octets_up, std::uint32_t octets_down) {
  flow::FlowRecord record;
  record.opening_seen = true;
  record.first_seen = start;
  record.last_seen = start + std::chrono::minutes(minutes);
  record.intervals = std::make_unique<flow::IntervalsRecord>();
  record.intervals->seen = {true, true};
  for (std::size_t i = 0; i < minutes; ++i) {
    const Timestamp first = start + std::chrono::minutes(i);
    const std::uint32_t n = packets(i);
    record.intervals->intervals.push_back(FlowInterval{.first = first,
                                                       .last = first + std::chrono::seconds{58},
                                                       .packets = {n, n},
                                                       .octets = {n * octets_up, n * octets_down}});
  }
  return record;
}

std::uint32_t steady(std::size_t) { return 20; }
std::uint32_t wandering(std::size_t minute) {
  constexpr std::uint32_t drawn[] = {4, 7, 5, 9, 3, 6, 8, 4, 6, 5, 7, 2, 6, 5, 8, 4};
  return drawn[minute % std::size(drawn)];
}

TEST(IntervalFeatures, StepsJoinWhatBeginsWithinAMinute) {
  flow::IntervalsRecord record;
  for (const int s : {0, 10, 59, 61, 200})
    record.intervals.push_back({.first = start + std::chrono::seconds{s},
                                .last = start + std::chrono::seconds{s + 1},
                                .packets = {1, 0},
                                .octets = {100, 0}});
  const auto steps = interval_steps(record, flow::Direction::forward);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].packets, 3);
  EXPECT_EQ(steps[1].start_s, 61);
  EXPECT_TRUE(interval_steps(record, flow::Direction::reverse).empty());
}

TEST(IntervalFeatures, WhatOctetsMeanIsKeptStraight) {
  flow::FlowRecord ip = flow_of(20, wandering, 100, 200);
  flow::FlowRecord link = flow_of(20, wandering, 114, 214);
  link.intervals->octets_of = flow::OctetsOf::link;
  EXPECT_EQ(interval_features_of(*ip.intervals, flow::Direction::forward),
            interval_features_of(*link.intervals, flow::Direction::forward));
}

TEST(IntervalFeatures, TooLittleSaysNothing) {
  const auto judged = [](const flow::FlowRecord& record) {
    return interval_features_of(*record.intervals, flow::Direction::forward).has_value();
  };
  EXPECT_TRUE(judged(flow_of(20, wandering, 100, 200)));
  EXPECT_FALSE(judged(flow_of(5, wandering, 100, 200)));
  flow::FlowRecord sampled = flow_of(20, wandering, 100, 200);
  sampled.intervals->sampled_one_in = 100;
  EXPECT_FALSE(judged(sampled));
  flow::FlowRecord one_sided = flow_of(20, wandering, 100, 200);
  one_sided.intervals->seen = {true, false};
  EXPECT_FALSE(judged(one_sided));
}

TEST(IntervalFeatures, AreFiniteWhateverTheCounts) {
  for (const std::uint32_t octets : {0u, 1u, 4'000'000'000u}) {
    const flow::FlowRecord record = flow_of(30, steady, 0, 0);
    for (FlowInterval& i : record.intervals->intervals) i.octets = {octets, octets};
    const auto features = interval_features_of(*record.intervals, flow::Direction::forward);
    ASSERT_TRUE(features);
    for (const float f : *features) EXPECT_TRUE(std::isfinite(f));
  }
}

TEST(IntervalShape, ATimerIsNoMiner) {
  EXPECT_FALSE(interval_shape(flow_of(60, steady, 100, 100)));
}

TEST(IntervalShape, OnlyTcpIsJudged) {
  flow::FlowRecord record = flow_of(60, wandering, 120, 180);
  ASSERT_TRUE(interval_opinion(record));
  record.key.transport = capture::Transport::udp;
  EXPECT_FALSE(interval_opinion(record));
}

}  // namespace
}  // namespace davy::signal
