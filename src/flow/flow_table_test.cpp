#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "flow/flow_table_test_support.hpp"

namespace davy::flow {
namespace {

TEST_F(FlowTableTest, BothDirectionsAreOneFlow) {
  client(syn);
  server(syn | ack);
  client();
  ASSERT_EQ(finish().size(), 1u);
  const FlowRecord& flow = kept.records[0];
  EXPECT_EQ(flow.packets[0], 2u);
  EXPECT_EQ(flow.packets[1], 1u);
  EXPECT_EQ(flow.octets[0], 80u);
  EXPECT_EQ(flow.key.source_address, address(1));
  EXPECT_EQ(flow.key.destination_port, 3333);
  EXPECT_TRUE(flow.opening_seen);
  EXPECT_EQ(flow.end_reason, EndReason::end_of_input);
}

TEST_F(FlowTableTest, TheHashIsTheSameForBothDirectionsOnly) {
  const Packet there = packet(1, 40000, 2, 3333);
  EXPECT_EQ(flow_hash(there), flow_hash(packet(2, 3333, 1, 40000)));
  EXPECT_NE(flow_hash(there), flow_hash(packet(1, 3333, 2, 40000)));  // ports the other way round
  EXPECT_NE(flow_hash(there), flow_hash(packet(1, 40001, 2, 3333)));
}

TEST_F(FlowTableTest, VlanAndTransportKeepFlowsApart) {
  Packet p = packet(1, 40000, 2, 3333);
  put(p);
  p.vlan = 7;
  put(p);
  p.transport = Transport::udp;
  put(p);
  ASSERT_EQ(finish().size(), 3u);
  EXPECT_EQ(table.counts().flows, 3u);
}

TEST_F(FlowTableTest, TheSourceIsWhoSentTheSyn) {
  put(packet(9, 80, 1, 50000, syn));  // from the lower port all the same
  finish();
  EXPECT_EQ(kept.records[0].key.source_address, address(9));
}

TEST_F(FlowTableTest, TheSourceIsWhoReceivedTheSynAck) {
  put(packet(9, 50000, 1, 80, syn | ack));
  finish();
  EXPECT_EQ(kept.records[0].key.source_address, address(1));
  EXPECT_TRUE(kept.records[0].opening_seen);
}

TEST_F(FlowTableTest, WithoutTheOpeningTheSourceIsTheHigherPort) {
  put(packet(2, 3333, 1, 40000));
  finish();
  EXPECT_EQ(kept.records[0].key.source_address, address(1));
  EXPECT_EQ(kept.records[0].packets[1], 1u);
  EXPECT_FALSE(kept.records[0].opening_seen);
}

TEST_F(FlowTableTest, TheSourceOfADatagramIsItsFirstSender) {
  Packet p = packet(2, 53, 1, 40000, 0);
  p.transport = Transport::udp;
  put(p);
  finish();
  EXPECT_EQ(kept.records[0].key.source_address, address(2));
}

TEST_F(FlowTableTest, AnIdleTimeOutSplits) {
  client();
  server();
  wait(limits::flow_idle_timeout + std::chrono::seconds{1});
  client();
  ASSERT_EQ(finish().size(), 2u);
  EXPECT_EQ(kept.records[0].end_reason, EndReason::idle);
  EXPECT_EQ(kept.records[0].packets[1], 1u);
  EXPECT_EQ(kept.records[1].packets[0], 1u);
}

TEST_F(FlowTableTest, SilenceBelowTheTimeOutDoesNotSplit) {
  client();
  server();
  wait(limits::flow_idle_timeout - std::chrono::seconds{1});
  client();
  EXPECT_EQ(finish().size(), 1u);
}

TEST_F(FlowTableTest, ANewSynAfterTheEndIsANewFlow) {
  client(syn);
  server(syn | ack);
  client(fin | ack);
  server(fin | ack);
  client(ack);  // the last acknowledgement belongs to the old one
  client(syn);
  ASSERT_EQ(finish().size(), 2u);
  EXPECT_EQ(kept.records[0].end_reason, EndReason::closed);
  EXPECT_EQ(kept.records[0].packets[0], 3u);
  EXPECT_EQ(kept.records[1].packets[0], 1u);
}

TEST_F(FlowTableTest, OneFinIsNoEndButAResetIs) {
  client(syn);
  client(fin | ack);
  client(syn);
  EXPECT_EQ(table.counts().flows, 1u);
  server(rst);
  client(syn);
  EXPECT_EQ(table.counts().flows, 2u);
}

TEST_F(FlowTableTest, ASynThatIsSentAgainIsTheSameFlow) {
  client(syn);
  wait(std::chrono::seconds{1});
  client(syn);
  EXPECT_EQ(finish().size(), 1u);
}

TEST_F(FlowTableTest, TimesCoverPacketsOutOfOrder) {
  client();
  const Timestamp first = now - std::chrono::seconds{5};
  const Timestamp last = now;
  now = first;
  server();
  finish();
  EXPECT_EQ(kept.records[0].first_seen, first);
  EXPECT_EQ(kept.records[0].last_seen, last);
}

TEST_F(FlowTableTest, AConversationIsReportedWithItsFlow) {
  const std::string text = R"({"id":1,"method":"mining.authorize","params":["alice","x"]})"
                           "\n";
  client(syn);
  Packet p = packet(1, 40000, 2, 3333);
  p.tcp_sequence = 1;
  p.payload_data = as_bytes(text).data();
  p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(text.size());
  put(p);
  server();
  finish();
  ASSERT_NE(kept.records[0].conversation, nullptr);
  EXPECT_EQ(kept.records[0].conversation->login, "alice");
  EXPECT_EQ(kept.records[0].conversation->carrier, "tcp");
  EXPECT_TRUE(kept.records[0].conversation->peer_silent);
  EXPECT_FALSE(kept.records[0].conversation->peer_not_captured);
}

TEST_F(FlowTableTest, APeerThatWasNeverSeenWasNotCaptured) {
  const std::string text = R"({"id":1,"method":"mining.authorize","params":["alice","x"]})"
                           "\n";
  Packet p = packet(1, 40000, 2, 3333);
  p.payload_data = as_bytes(text).data();
  p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(text.size());
  put(p);
  finish();
  ASSERT_NE(kept.records[0].conversation, nullptr);
  EXPECT_TRUE(kept.records[0].conversation->peer_not_captured);
  EXPECT_FALSE(kept.records[0].conversation->peer_silent);
}

TEST_F(FlowTableTest, FinishForgetsEverything) {
  client();
  finish();
  client();
  ASSERT_EQ(finish().size(), 2u);
  EXPECT_EQ(kept.records[1].packets[0], 1u);
}

class SmallFlowTable : public FlowTableTest {
 protected:
  static FlowOptions options() {
    FlowOptions o;
    o.flows_max = 64 * limits::flow_shards;
    o.conversations_max = 2 * limits::flow_shards;
    return o;
  }
  SmallFlowTable() : FlowTableTest(options()) {}
};

TEST_F(SmallFlowTable, AtTheBoundOneGivesWayAndIsCounted) {
  for (std::uint32_t i = 0; i < 100; ++i) {
    put(packet(i, 40000, 1u << 20, 80));
    wait(std::chrono::milliseconds{1});
  }
  EXPECT_EQ(table.counts().flows, 100u);
  EXPECT_EQ(table.counts().evicted, 36u);
  EXPECT_EQ(table.counts().flows_peak, 64u);
  EXPECT_EQ(kept.records.size(), 36u);
  for (const FlowRecord& flow : kept.records) EXPECT_EQ(flow.end_reason, EndReason::evicted);
  EXPECT_EQ(finish().size(), 100u);
}

TEST_F(SmallFlowTable, TheFlowInUseStays) {
  for (std::uint32_t i = 0; i < 2000; ++i) {
    client();
    put(packet(100 + i, 40000, 1u << 20, 80));
    wait(std::chrono::milliseconds{1});
  }
  std::size_t parts = 0;
  for (const FlowRecord& flow : finish()) parts += flow.key.source_address == address(1) ? 1 : 0;
  EXPECT_EQ(parts, 1u);
}

TEST_F(SmallFlowTable, ConversationsBeyondTheirBoundAreCounted) {
  const std::string text = R"({"id":1,"method":"mining.authorize","params":["alice","x"]})"
                           "\n";
  for (std::uint32_t i = 0; i < 5; ++i) {
    Packet p = packet(i, 40000, 1u << 20, 80);
    p.payload_data = as_bytes(text).data();
    p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(text.size());
    put(p);
  }
  EXPECT_EQ(table.counts().conversations_dropped, 3u);
}

// Room for 32 KiB of what is incomplete: messages that never end are let go once it is used up, but not whoever holds little.
class FlowTableWithLittleHeld : public FlowTableTest {
 protected:
  static FlowOptions options() {
    FlowOptions o;
    o.held_octets_max = 32 * 1024 * limits::flow_shards;
    return o;
  }
  FlowTableWithLittleHeld() : FlowTableTest(options()) {}

  void say(std::uint32_t from, const std::string& text, std::uint32_t sequence = 1) {
    Packet p = packet(from, 40000, 1u << 20, 80);
    p.tcp_sequence = sequence;
    p.payload_data = as_bytes(text).data();
    p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(text.size());
    put(p);
  }
  const std::string endless = R"({"id":1,"method":")" + std::string(8 * 1024, 'a');
};

TEST_F(FlowTableWithLittleHeld, EndlessMessagesAreLetGoAndCounted) {
  for (std::uint32_t i = 0; i < 20; ++i) say(i, endless);
  EXPECT_GE(table.counts().conversations_dropped, 16u);
  EXPECT_LT(table.counts().conversations_dropped, 20u);
}

TEST_F(FlowTableWithLittleHeld, WhoHoldsLittleIsFollowedAllTheSame) {
  for (std::uint32_t i = 0; i < 20; ++i) say(i, endless);
  const std::string login = R"({"id":1,"method":"mining.authorize","params":["alice","x"]})"
                            "\n";
  say(100, login.substr(0, 40));
  say(100, login.substr(40), 41);
  finish();
  std::size_t found = 0;
  for (const FlowRecord& flow : kept.records)
    found += flow.conversation && flow.conversation->login == "alice" ? 1u : 0u;
  EXPECT_EQ(found, 1u);
}

TEST_F(FlowTableWithLittleHeld, WhatEndsGivesItsRoomBack) {
  for (std::uint32_t round = 0; round < 20; ++round) {
    for (std::uint32_t i = 0; i < 3; ++i) say(i, endless);
    finish();
  }
  EXPECT_EQ(table.counts().conversations_dropped, 0u);
}

// Flows that are over are forgotten while new ones come, so that a long capture needs no more room than a short one.
TEST_F(SmallFlowTable, FlowsThatAreOverGiveWayBeforeOthers) {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    put(packet(i, 40000, 1u << 20, 80, syn));
    wait(std::chrono::seconds{10});
  }
  EXPECT_EQ(table.counts().evicted, 0u);
  EXPECT_LT(table.counts().flows_peak, 64u);
}

// The index against std::map: whatever comes and goes, every flow is found again, and its packets are counted.
RC_GTEST_PROP(FlowTableProperty, AgreesWithAMap, ()) {
  Kept kept;
  FlowTable table({}, kept);
  using Key = std::pair<std::uint32_t, std::uint16_t>;
  std::map<Key, std::uint64_t> expected;
  Timestamp now = timestamp_ns(0);
  const int packets = *rc::gen::inRange(1, 3000);
  const auto hosts = *rc::gen::inRange<std::uint32_t>(1, 600);
  std::uint32_t random = *rc::gen::arbitrary<std::uint32_t>();
  std::uint64_t ended = 0;
  for (int i = 0; i < packets; ++i) {
    random = random * 1664525u + 1013904223u;
    const Key key{(random >> 8) % hosts, static_cast<std::uint16_t>(1024 + (random >> 24) % 3)};
    Packet p;
    p.time = now;
    p.source = address(key.first);
    p.destination = address(1u << 20);
    p.source_port = key.second;
    p.destination_port = 80;
    const bool ends = (random >> 5) % 7 == 0;
    p.tcp_flags = ends ? rst : syn;  // a SYN after the end begins another flow
    if ((random & 1) != 0) {
      std::swap(p.source, p.destination);
      std::swap(p.source_port, p.destination_port);
    }
    table.update(p, flow_hash(p));
    ++expected[key];
    ended += ends ? 1u : 0u;
    now += std::chrono::microseconds{1};
  }
  table.finish();
  std::map<Key, std::uint64_t> found;
  for (const FlowRecord& flow : kept.records) {
    const bool reverse = flow.key.source_address == address(1u << 20);
    const IpAddress& host = reverse ? flow.key.destination_address : flow.key.source_address;
    const std::uint32_t number = std::uint32_t{host.octets[13]} << 16 |
                                 std::uint32_t{host.octets[14]} << 8 | host.octets[15];
    found[{number, reverse ? flow.key.destination_port : flow.key.source_port}] +=
        flow.packets[0] + flow.packets[1];
  }
  RC_ASSERT(found == expected);
  RC_ASSERT(table.counts().flows == kept.records.size());
  RC_ASSERT(kept.records.size() <= expected.size() + ended);
}

}  // namespace
}  // namespace davy::flow
