// Flows that are told while they go on.
#include "flow/flow_table_test_support.hpp"

namespace davy::flow {
namespace {

FlowOptions live() {
  FlowOptions options;
  options.live = true;
  return options;
}

class LiveFlowTableTest : public FlowTableTest {
 protected:
  LiveFlowTableTest() : FlowTableTest(live()) {}

  void say(const std::string& text) {
    Packet p = packet(1, 40000, 2, 3333);
    p.tcp_sequence = sequence;
    sequence += static_cast<std::uint32_t>(text.size());
    p.payload_data = as_bytes(text).data();
    p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(text.size());
    put(p);
  }
  void log_in() { say("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"a.b\",\"x\"]}\n"); }
  void submit(int id) {
    say("{\"id\":" + std::to_string(id) +
        ",\"method\":\"mining.submit\",\"params\":[\"a.b\",\"bf\",\"00000001\",\"504e86ed\","
        "\"b2957c02\"]}\n");
  }
  std::vector<FlowRecord> told(Timestamp since = Timestamp::min()) {
    Kept out;
    table.tell_so_far(since, now, out);
    return std::move(out.records);
  }
  std::uint32_t sequence = 1;
};

TEST_F(LiveFlowTableTest, WhatGoesOnIsToldAndGoesOn) {
  client(syn);
  server(syn | ack);
  log_in();
  const auto first = told();
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].end_reason, EndReason::active);
  ASSERT_NE(first[0].conversation, nullptr);
  EXPECT_TRUE(first[0].conversation->miner_spoke);
  wait(std::chrono::seconds{1});
  submit(2);
  const auto second = told();
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].conversation->shares.submitted, 1u);
  EXPECT_EQ(second[0].packets[0], 3u);
  ASSERT_EQ(finish().size(), 1u);
  EXPECT_EQ(kept.records[0].conversation->shares.submitted, 1u) << "telling took nothing away";
  EXPECT_EQ(kept.records[0].packets[0], 3u);
}

TEST_F(LiveFlowTableTest, WhatWasToldAndGotNoPacketIsNotToldAgain) {
  log_in();
  ASSERT_EQ(told().size(), 1u);
  EXPECT_TRUE(told(now).empty());
  wait(std::chrono::seconds{1});
  submit(2);
  EXPECT_EQ(told(now - std::chrono::milliseconds{1}).size(), 1u);
}

TEST_F(LiveFlowTableTest, AFlowWithNothingToTellIsNotListed) {
  client(syn);
  server(syn | ack);
  client();
  EXPECT_TRUE(told().empty());
  EXPECT_TRUE(kept.records.empty());
}

TEST_F(LiveFlowTableTest, WhatIsOverIsReportedWithoutAnotherPacket) {
  log_in();
  ASSERT_EQ(told().size(), 1u);
  wait(limits::flow_idle_timeout + std::chrono::seconds{1});
  EXPECT_TRUE(told().empty());
  ASSERT_EQ(kept.records.size(), 1u);
  EXPECT_EQ(kept.records[0].end_reason, EndReason::idle);
  ASSERT_NE(kept.records[0].conversation, nullptr);
}

TEST_F(LiveFlowTableTest, APlaceThatIsUsedAgainIsListedOnce) {
  log_in();
  client(fin);
  server(fin);
  wait(std::chrono::minutes{1});
  client(syn);  // the same ports: another flow, in the place of the first
  sequence = 1;
  log_in();
  EXPECT_EQ(told().size(), 1u);
  EXPECT_EQ(kept.records.size(), 1u);
}

}  // namespace
}  // namespace davy::flow
