#include "app/live_window.hpp"

#include <gtest/gtest.h>

namespace davy::app {
namespace {

using flow::EndReason;
using flow::FlowRecord;

const Timestamp start = timestamp_ns(1'770'000'000'000'000'000);

FlowRecord record(std::uint8_t host, EndReason reason, Duration last = {}) {
  const std::uint8_t source[] = {10, 0, 0, host}, destination[] = {192, 0, 2, 1};
  FlowRecord out;
  out.key = {.source_address = IpAddress::v4(source),
             .destination_address = IpAddress::v4(destination),
             .source_port = 40000,
             .destination_port = 3333};
  out.first_seen = start;
  out.last_seen = start + last;
  out.end_reason = reason;
  out.conversation = std::make_unique<flow::ConversationRecord>();
  out.conversation->miner_spoke = true;
  return out;
}

LiveTold told(FlowRecord one) {
  LiveTold out;
  out.records.push_back(std::move(one));
  return out;
}

TEST(LiveWindow, ARecordOfWhatGoesOnReplacesTheOneBefore) {
  LiveWindow window;
  window.take(told(record(1, EndReason::active)));
  window.take(told(record(1, EndReason::active, std::chrono::seconds{9})));
  const CaptureOutcome all = window.everything();
  ASSERT_EQ(all.conversations.size(), 1u);
  EXPECT_EQ(all.conversations[0].last_seen, start + std::chrono::seconds{9});
}

TEST(LiveWindow, ARepeatIsAChangeAndNoNews) {
  LiveWindow window;
  window.take(told(record(1, EndReason::active)));
  EXPECT_EQ(window.take_news().size(), 2u);  // both ends
  window.take(told(record(1, EndReason::active, std::chrono::seconds{9})));
  EXPECT_FALSE(window.has_news());
  EXPECT_TRUE(window.has_changes());
}

TEST(LiveWindow, AnAnswerOfThePoolIsNews) {
  LiveWindow window;
  window.take(told(record(1, EndReason::active)));
  window.take_news();
  FlowRecord answered = record(1, EndReason::active, std::chrono::seconds{1});
  answered.conversation->pool_spoke = true;
  window.take(told(std::move(answered)));
  EXPECT_TRUE(window.has_news());
}

TEST(LiveWindow, WhatEndedStaysBesideANewFlowOfTheSamePorts) {
  LiveWindow window;
  window.take(told(record(1, EndReason::closed)));
  window.take(told(record(1, EndReason::active, std::chrono::seconds{90})));
  EXPECT_EQ(window.size(), 2u);
}

TEST(LiveWindow, WhatEndedLongAgoIsForgotten) {
  LiveWindow window;
  window.take(told(record(1, EndReason::closed)));
  window.take(told(record(2, EndReason::closed, std::chrono::hours{1})));
  window.forget(start + std::chrono::minutes{90});
  EXPECT_EQ(window.size(), 1u);
  EXPECT_EQ(window.left_out(), 0u) << "forgetting in time is no loss";
}

TEST(LiveWindow, AtTheBoundTheOldestGiveWayAndAreCounted) {
  LiveWindow window;
  LiveTold many;
  for (std::size_t i = 0; i < window_records_max + 10; ++i) {
    FlowRecord one = record(1, EndReason::closed, std::chrono::milliseconds{i});
    one.key.source_port = static_cast<std::uint16_t>(i);
    many.records.push_back(std::move(one));
  }
  window.take(std::move(many));
  EXPECT_EQ(window.size(), window_records_max / 8 * 7);
  EXPECT_EQ(window.size() + window.left_out(), window_records_max + 10);
  EXPECT_EQ(window.everything().conversations.back().last_seen,
            start + std::chrono::milliseconds{window_records_max + 9});
}

TEST(LiveWindow, LargeRecordsGiveWayByWhatTheyHold) {
  LiveWindow window;
  constexpr std::size_t each = std::size_t{1} << 20;
  for (std::size_t i = 0; i < 2 * (window_octets_max / each); ++i) {
    FlowRecord one = record(1, EndReason::closed, std::chrono::milliseconds{i});
    one.key.source_port = static_cast<std::uint16_t>(i);
    one.conversation->login.resize(each);
    window.take(told(std::move(one)));
    EXPECT_LE(window.size(), window_octets_max / each);
  }
  EXPECT_EQ(window.size() + window.left_out(), 2 * (window_octets_max / each));
}

TEST(LiveWindow, AFlowThatIsToldAgainTakesItsRoomOnce) {
  LiveWindow window;
  for (std::size_t i = 0; i < 300; ++i) {
    FlowRecord one = record(1, EndReason::active, std::chrono::seconds{i});
    one.conversation->login.resize(std::size_t{1} << 20);
    window.take(told(std::move(one)));
  }
  EXPECT_EQ(window.size(), 1u);
  EXPECT_EQ(window.left_out(), 0u);
}

TEST(LiveWindow, WhatWasNotKeptIsPutBack) {
  LiveWindow window;
  window.take(told(record(1, EndReason::active)));
  const auto hosts = window.take_news();
  window.put_back(hosts);
  EXPECT_TRUE(window.has_news());
  EXPECT_EQ(window.of(window.take_news()).conversations.size(), 1u);
}

}  // namespace
}  // namespace davy::app
