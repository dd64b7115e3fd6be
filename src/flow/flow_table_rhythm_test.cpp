#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "flow/flow_table_test_support.hpp"

namespace davy::flow {
namespace {

using capture::Packet;
using capture::Transport;

class NoJudge final : public RhythmJudge {
 public:
  std::optional<RhythmOpinion> opinion(const RhythmWindow&) const override {
    return RhythmOpinion{1, Direction::forward, true};
  }
};
const NoJudge no_judge;
FlowOptions blind() {
  FlowOptions options;
  options.content = false;
  options.rhythm = &no_judge;
  return options;
}

class BlindFlowTableTest : public FlowTableTest {
 protected:
  BlindFlowTableTest() : FlowTableTest(blind()) {}
  void send(std::uint32_t octets, capture::Transport transport = Transport::tcp) {
    static const std::string text = R"({"id":1,"method":"mining.authorize","params":["a","x"]})";
    Packet p = packet(1, 40000, 2, 3333);
    p.transport = transport;
    p.tcp_sequence = sequence += octets;
    p.payload_data = as_bytes(text).data();
    p.payload_octets = static_cast<std::uint32_t>(text.size());
    p.payload_wire_octets = octets;
    put(p);
  }
  std::uint32_t sequence = 0;
};

TEST_F(BlindFlowTableTest, WithoutContentNothingIsRead) {
  client(syn);
  server(syn | ack);
  for (int i = 0; i < 30; ++i, wait(std::chrono::seconds{4})) send(100);
  finish();
  ASSERT_EQ(kept.records.size(), 1u);
  EXPECT_EQ(kept.records[0].conversation, nullptr);
  ASSERT_NE(kept.records[0].rhythm, nullptr);
  EXPECT_EQ(kept.records[0].rhythm->messages, 28u)
      << "those of the first five seconds are left out";
  EXPECT_EQ(kept.records[0].rhythm->text_messages, 0u) << "nobody looked";
}

TEST_F(BlindFlowTableTest, OneDirectionThatAcknowledgesNothingHasNoRhythm) {
  client(syn);
  for (int i = 0; i < 30; ++i, wait(std::chrono::seconds{4})) send(100, Transport::udp);
  finish();
  EXPECT_EQ(kept.records[0].rhythm, nullptr);
}

// The server's packets take another road: what the client acknowledges tells of them.
TEST_F(BlindFlowTableTest, OneDirectionThatAcknowledgesHasTheRhythmOfBoth) {
  std::uint32_t said = 5000, heard = 9000;
  const auto acknowledge = [&](std::uint32_t octets) {
    Packet p = packet(1, 40000, 2, 3333);
    p.tcp_flags = TcpFlags::ack;
    p.tcp_sequence = said;
    p.tcp_acknowledgement = heard;
    p.payload_wire_octets = octets;
    said += octets;
    put(p);
  };
  client(syn);
  wait(std::chrono::seconds{6});
  acknowledge(0);
  for (int i = 0; i < 20; ++i) {
    wait(std::chrono::seconds{3});
    acknowledge(100);  // says something
    wait(std::chrono::seconds{1});
    heard += 60;
    acknowledge(0);  // has heard the answer
    acknowledge(0);  // again: nothing new
  }
  finish();
  ASSERT_NE(kept.records[0].rhythm, nullptr);
  const RhythmRecord& rhythm = *kept.records[0].rhythm;
  EXPECT_EQ(rhythm.messages, 40u);
  EXPECT_EQ(rhythm.totals.messages[1], 20u);
  EXPECT_EQ(rhythm.totals.unasked[1], 0u);
  EXPECT_EQ(rhythm.window.back().octets, 60);
  EXPECT_EQ(rhythm.window.back().direction, Direction::reverse);
}

TEST_F(BlindFlowTableTest, OfDatagramsInARowTheLargestIsTheMessage) {
  const auto datagram = [&](bool from_client, std::uint32_t octets) {
    Packet p = from_client ? packet(1, 40000, 2, 1194) : packet(2, 1194, 1, 40000);
    p.transport = Transport::udp;
    p.payload_wire_octets = octets;
    put(p);
  };
  for (int i = 0; i < 20; ++i) {
    datagram(true, 400);
    datagram(true, 32);  // keeps the tunnel alive
    wait(std::chrono::milliseconds{40});
    datagram(false, 96);  // acknowledges
    wait(std::chrono::milliseconds{100});
    datagram(false, 176);  // answers
    wait(std::chrono::seconds{5});
  }
  finish();
  ASSERT_NE(kept.records[0].rhythm, nullptr);
  const RhythmRecord& rhythm = *kept.records[0].rhythm;
  EXPECT_TRUE(rhythm.is_datagrams);
  EXPECT_TRUE(std::ranges::none_of(rhythm.window, [](const auto& m) { return m.octets <= 48; }));
  EXPECT_FALSE(rhythm.opening_seen) << "of datagrams nobody sees one";
  EXPECT_EQ(rhythm.window.back().octets, 176);
}

TEST_F(BlindFlowTableTest, ShortFlowsHaveNoRhythm) {
  client(syn);
  server(syn | ack);
  for (int i = 0; i < 40; ++i, wait(std::chrono::milliseconds{100})) send(100);
  finish();
  EXPECT_EQ(kept.records[0].rhythm, nullptr);
}

TEST_F(BlindFlowTableTest, AFlowTooFastForAMinerLosesItsRhythm) {
  client(syn);
  for (int i = 0; i < 9000; ++i, wait(std::chrono::milliseconds{10})) {
    send(100);
    Packet p = packet(2, 3333, 1, 40000);
    p.tcp_sequence = sequence;
    p.payload_wire_octets = 100;
    put(p);
  }
  finish();
  EXPECT_EQ(kept.records[0].rhythm, nullptr);
}

TEST_F(BlindFlowTableTest, AnActiveTimeoutTellsTheRhythmSoFar) {
  FlowOptions options = blind();
  options.active_timeout = std::chrono::minutes{2};
  FlowTable limited(options, kept);
  limited.update(packet(2, 3333, 1, 40000), flow_hash(packet(2, 3333, 1, 40000)));
  for (int i = 0; i < 60; ++i, wait(std::chrono::seconds{4})) {
    Packet p = packet(1, 40000, 2, 3333);
    p.tcp_sequence = sequence += 100;
    p.payload_wire_octets = 100;
    limited.update(p, flow_hash(p));
  }
  limited.finish();
  ASSERT_GE(kept.records.size(), 2u);
  EXPECT_NE(kept.records[0].rhythm, nullptr);
}

TEST_F(BlindFlowTableTest, BeyondTheBoundOnlyLastMessagesTellOfPushesAndThatIsCounted) {
  constexpr std::size_t bound = limits::push_logs_max / limits::flow_shards;
  constexpr std::size_t more = 7;
  std::uint32_t told = 0;
  for (int i = 0; i < 12; ++i, wait(std::chrono::seconds{6})) {
    for (std::uint32_t host = 0; host < bound + more; ++host) {
      const bool from_server = i % 2 == 0;
      Packet p =
          from_server ? packet(1u << 20, 3333, host, 40000) : packet(host, 40000, 1u << 20, 3333);
      p.tcp_sequence = told += 50;
      p.payload_wire_octets = 50;
      put(p);
    }
  }
  EXPECT_EQ(table.counts().clocks_left_out, more);
  finish();
  const auto timed = std::ranges::count_if(
      kept.records, [](const FlowRecord& r) { return r.rhythm && !r.rhythm->pushes.empty(); });
  EXPECT_EQ(timed, static_cast<std::ptrdiff_t>(bound + more));
}

class CountingJudge final : public RhythmJudge {
 public:
  std::optional<RhythmOpinion> opinion(const RhythmWindow&) const override {
    ++asked;
    return RhythmOpinion{3, Direction::reverse, true};  // wrong about who is who
  }
  mutable int asked = 0;
};
const CountingJudge counting_judge;

class ReadFlowTableTest : public FlowTableTest {
 protected:
  static FlowOptions reading() {
    FlowOptions options;
    options.rhythm = &counting_judge;
    return options;
  }
  ReadFlowTableTest() : FlowTableTest(reading()) { counting_judge.asked = 0; }

  void say(Direction direction, const std::string& line) {
    std::uint32_t& said = sequence[static_cast<std::size_t>(direction)];
    Packet p =
        direction == Direction::forward ? packet(1, 40000, 2, 3333) : packet(2, 3333, 1, 40000);
    p.tcp_sequence = said;
    p.payload_data = as_bytes(line).data();
    p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(line.size());
    said += p.payload_wire_octets;
    put(p);
  }
  // A question every 10 s, answered at once, and 4 s later what nobody asked for.
  void talk(int count, const std::string& question, const std::string& answer,
            const std::string& push) {
    for (int i = 0; i < count; ++i) {
      say(Direction::forward, question);
      wait(std::chrono::milliseconds{40});
      say(Direction::reverse, answer);
      wait(std::chrono::seconds{4});
      say(Direction::reverse, push);
      wait(std::chrono::seconds{6});
    }
  }
  std::array<std::uint32_t, 2> sequence{1, 1};
};

TEST_F(ReadFlowTableTest, OfMiningThatWasReadOnlyTheTimesOfPushesAreKept) {
  client(syn);
  server(syn | ack);
  say(Direction::forward, R"({"id":1,"method":"mining.subscribe","params":["cpuminer/2.5"]})"
                          "\n");
  say(Direction::reverse, R"({"id":1,"result":[[["mining.notify","1"]],"08000002",4],"error":null})"
                          "\n");
  talk(20,
       R"({"id":4,"method":"mining.submit","params":["w","1f","00000000","6955a1c0","b2957c02"]})"
       "\n",
       R"({"id":4,"result":true,"error":null})"
       "\n",
       R"({"id":null,"method":"mining.set_difficulty","params":[1024]})"
       "\n");
  finish();
  ASSERT_EQ(kept.records.size(), 1u);
  ASSERT_NE(kept.records[0].rhythm, nullptr);
  const RhythmRecord& rhythm = *kept.records[0].rhythm;
  EXPECT_EQ(counting_judge.asked, 0) << "what was read needs no opinion of its shape";
  EXPECT_EQ(rhythm.pushes.size(), 19u);
  EXPECT_EQ(rhythm.messages, 57u) << "three came in the first seconds";
  EXPECT_LE(rhythm.window.size(), 1u);
}

TEST_F(ReadFlowTableTest, WhatWasReadAndIsNoMiningIsJudgedByItsShape) {
  client(syn);
  server(syn | ack);
  talk(20,
       R"({"jsonrpc":"2.0","id":4,"method":"queue.take","params":["w","1f"]})"
       "\n",
       R"({"jsonrpc":"2.0","id":4,"result":"taken"})"
       "\n",
       R"({"jsonrpc":"2.0","method":"queue.news","params":[1024]})"
       "\n");
  finish();
  ASSERT_NE(kept.records[0].rhythm, nullptr);
  EXPECT_GT(counting_judge.asked, 0);
}

}  // namespace
}  // namespace davy::flow
