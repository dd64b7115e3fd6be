#include "lab/rhythm/exported.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/limits.hpp"

namespace davy::lab {
namespace {

struct Sums {
  std::array<std::uint64_t, 2> packets{}, octets{};
  bool operator==(const Sums&) const = default;
};

Sums sums_of(const std::vector<CountedPacket>& packets) {
  Sums sums;
  for (const CountedPacket& p : packets) {
    ++sums.packets[p.from_client ? 0 : 1];
    sums.octets[p.from_client ? 0 : 1] += p.ip_octets;
  }
  return sums;
}

Sums sums_of(const flow::IntervalsRecord& record) {
  Sums sums;
  for (const flow::FlowInterval& interval : record.intervals) {
    for (const std::size_t way : {0u, 1u}) {
      sums.packets[way] += interval.packets[way];
      sums.octets[way] += interval.octets[way];
    }
  }
  return sums;
}

TEST(Exported, tells_of_every_packet_and_octet_once) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    Session session = usual_exported_session(random, seed % 2 == 0);
    const ExporterHabits habits = usual_exporter(random);
    const auto packets = packets_of(session.messages, random);
    const flow::FlowRecord record = exported(packets, habits);
    ASSERT_TRUE(record.intervals) << session.kind;
    EXPECT_EQ(Sums(record.packets, record.octets), sums_of(packets)) << session.kind;
    if (record.intervals->intervals.size() < limits::intervals_per_flow_max / 2) {
      EXPECT_EQ(sums_of(*record.intervals), sums_of(packets)) << session.kind;
    }
    for (const flow::FlowInterval& interval : record.intervals->intervals)
      EXPECT_LE(seconds(interval.last - interval.first), habits.active_s) << session.kind;
  }
}

// One packet of the client each second.
std::vector<CountedPacket> steady(int packets) {
  std::vector<CountedPacket> out;
  for (int i = 0; i < packets; ++i) out.push_back({double(i), true, 100});
  return out;
}

TEST(Exported, ends_a_record_when_it_is_old) {
  const flow::FlowRecord record = exported(steady(150), {.active_s = 60, .idle_s = 15});
  const auto& intervals = record.intervals->intervals;
  ASSERT_EQ(intervals.size(), 3u);
  EXPECT_EQ(intervals[0].packets[0], 60u);
  EXPECT_EQ(intervals[1].packets[0], 60u);
  EXPECT_EQ(intervals[2].packets[0], 30u);
  EXPECT_EQ(seconds(intervals[1].first - intervals[0].first), 60);
}

TEST(Exported, ends_a_record_after_a_silence) {
  std::vector<CountedPacket> packets{{0, true, 100}, {14, true, 100}, {29, true, 100}};
  const flow::FlowRecord record = exported(packets, {.active_s = 60, .idle_s = 15});
  const auto& intervals = record.intervals->intervals;
  ASSERT_EQ(intervals.size(), 2u);  // 14 s are no silence, 15 s are one
  EXPECT_EQ(intervals[0].packets[0], 2u);
  EXPECT_EQ(seconds(intervals[0].last - intervals[0].first), 14);
  EXPECT_EQ(intervals[1].packets[0], 1u);
}

TEST(Exported, knows_the_client_and_keeps_directions_apart) {
  const flow::FlowRecord record =
      exported({{0, false, 70}, {1, true, 100}, {2, true, 100}}, {.active_s = 60, .idle_s = 60});
  EXPECT_TRUE(record.opening_seen);
  EXPECT_EQ(record.key.destination_port, 443);
  EXPECT_EQ(record.packets, (std::array<std::uint64_t, 2>{2, 1}));
  EXPECT_EQ(record.octets, (std::array<std::uint64_t, 2>{200, 70}));
}

TEST(Exported, of_nothing_tells_nothing) { EXPECT_FALSE(exported({}, {}).intervals); }

std::vector<CountedPacket> packets(const Messages& messages) {
  Random random(1);
  return packets_of(messages, random);
}

TEST(Packets, data_is_acknowledged_after_a_while) {
  const auto p = packets({{10, true, 100}});
  ASSERT_EQ(p.size(), 2u);
  EXPECT_TRUE(p[0].from_client);
  EXPECT_FALSE(p[1].from_client);
  EXPECT_NEAR(p[1].time_s, 10.04, 1e-9);
  EXPECT_EQ(p[0].ip_octets - p[1].ip_octets, 100u);  // the same headers
}

TEST(Packets, an_answer_in_time_carries_the_acknowledgement) {
  const auto p = packets({{10, true, 100}, {10.03, false, 50}});
  ASSERT_EQ(p.size(), 3u);  // question, answer, its acknowledgement
  EXPECT_FALSE(p[1].from_client);
  EXPECT_EQ(p[1].ip_octets - p[2].ip_octets, 50u);
  EXPECT_TRUE(p[2].from_client);
  EXPECT_EQ(packets({{10, true, 100}, {10.05, false, 50}}).size(), 4u);  // too late
}

TEST(Packets, what_is_larger_than_a_segment_is_cut_and_every_second_is_acknowledged_at_once) {
  const auto p = packets({{0, true, 3000}});
  ASSERT_EQ(p.size(), 5u);  // 1448, 1448, acknowledgement, 104, and the delayed one
  const auto header = p.back().ip_octets;
  EXPECT_EQ(std::accumulate(p.begin(), p.end(), 0u,
                            [](auto sum, const auto& packet) { return sum + packet.ip_octets; }),
            3000 + 5 * header);
  EXPECT_EQ(std::ranges::count_if(p, &CountedPacket::from_client), 3);
}

TEST(Packets, are_in_order_of_time) {
  Random random(9);
  const Session session = mining(random, 1800);
  EXPECT_TRUE(
      std::ranges::is_sorted(packets_of(session.messages, random), {}, &CountedPacket::time_s));
}

}  // namespace
}  // namespace davy::lab
