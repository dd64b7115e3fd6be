#include "flow/export/flow_assembler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace davy::flow {
namespace {

using testing::ElementsAre;

class Kept final : public FlowSink {
 public:
  void flow(FlowRecord&& record) override { records.push_back(std::move(record)); }
  std::vector<FlowRecord> records;
};

constexpr Timestamp start{std::chrono::hours{480'000}};
Timestamp at(double s) {
  return start + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

IpAddress address(std::uint8_t last) {
  const std::array<std::uint8_t, 4> octets{192, 0, 2, last};
  return IpAddress::v4(octets.data());
}

// From client 1:50000 to server 2:3333, or back.
ExportedFlow piece(bool forward, double first_s, double last_s, std::uint64_t packets,
                   std::uint64_t octets, std::uint8_t flags = 0) {
  ExportedFlow p;
  p.key = {.source_address = address(forward ? 1 : 2),
           .destination_address = address(forward ? 2 : 1),
           .source_port = static_cast<std::uint16_t>(forward ? 50'000 : 3333),
           .destination_port = static_cast<std::uint16_t>(forward ? 3333 : 50'000)};
  p.first_seen = at(first_s);
  p.last_seen = at(last_s);
  p.packets[0] = packets;
  p.octets[0] = octets;
  p.tcp_flags[0] = flags;
  return p;
}

constexpr std::uint8_t syn = capture::TcpFlags::syn;

TEST(FlowAssembler, JoinsDirectionsAndActiveTimeouts) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  assembler.flow(piece(true, 0, 60, 10, 1000, syn));
  assembler.flow(piece(false, .02, 59, 12, 4000, syn));
  assembler.flow(piece(true, 61, 120, 5, 500));
  assembler.flow(piece(false, 62, 121, 6, 2000));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 1u);
  const FlowRecord& r = kept.records[0];
  EXPECT_EQ(r.key.source_port, 50'000);
  EXPECT_TRUE(r.opening_seen);
  EXPECT_THAT(r.packets, ElementsAre(15, 18));
  EXPECT_THAT(r.octets, ElementsAre(1500, 6000));
  EXPECT_EQ(r.first_seen, at(0));
  EXPECT_EQ(r.last_seen, at(121));
  ASSERT_TRUE(r.intervals);
  EXPECT_EQ(r.intervals->intervals.size(), 4u);
  EXPECT_THAT(r.intervals->seen, ElementsAre(true, true));
  EXPECT_THAT(r.intervals->intervals[1].packets, ElementsAre(0, 12));
}

TEST(FlowAssembler, TheSideWhoseSynCameFirstIsTheSourceWhateverThePorts) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  assembler.flow(piece(true, .05, 60, 10, 1000, syn));
  assembler.flow(piece(false, 0, 59, 12, 4000, syn));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 1u);
  EXPECT_EQ(kept.records[0].key.source_port, 3333);
  EXPECT_THAT(kept.records[0].packets, ElementsAre(12, 10));
}

TEST(FlowAssembler, WithoutAnOpeningTheHigherPortIsTheClient) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  assembler.flow(piece(false, 0, 59, 12, 4000));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 1u);
  EXPECT_EQ(kept.records[0].key.source_port, 50'000);
  EXPECT_FALSE(kept.records[0].opening_seen);
  EXPECT_THAT(kept.records[0].intervals->seen, ElementsAre(false, true));
}

TEST(FlowAssembler, PiecesInAnyOrderMakeTheSame) {
  const std::vector<ExportedFlow> pieces{piece(true, 0, 60, 10, 1000, syn),
                                         piece(false, .02, 59, 12, 4000, syn),
                                         piece(true, 61, 120, 5, 500)};
  std::vector<int> order{0, 1, 2};
  do {
    Kept kept;
    FlowAssembler assembler({}, kept);
    for (const int i : order) assembler.flow(pieces[static_cast<std::size_t>(i)]);
    assembler.finish();
    ASSERT_EQ(kept.records.size(), 1u);
    EXPECT_THAT(kept.records[0].packets, ElementsAre(15, 12));
    EXPECT_EQ(kept.records[0].intervals->intervals[2].first, at(61));
  } while (std::ranges::next_permutation(order).found);
}

TEST(FlowAssembler, LongSilenceBeginsAnotherFlow) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  assembler.flow(piece(true, 0, 60, 10, 1000));
  assembler.flow(piece(true, 60 + 1801, 60 + 1900, 1, 100));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 2u);
  EXPECT_EQ(kept.records[0].packets[0], 10u);
  EXPECT_EQ(kept.records[1].packets[0], 1u);
}

TEST(FlowAssembler, SamplingScalesTotalsAndKeepsIntervalsAsTold) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  ExportedFlow sampled = piece(true, 0, 60, 3, 300);
  sampled.sampled_one_in = 100;
  assembler.flow(sampled);
  assembler.finish();
  EXPECT_EQ(kept.records[0].packets[0], 300u);
  EXPECT_EQ(kept.records[0].intervals->intervals[0].packets[0], 3u);
  EXPECT_EQ(kept.records[0].intervals->sampled_one_in, 100u);
  EXPECT_EQ(assembler.counts().sampled_one_in_max, 100u);
}

TEST(FlowAssembler, NamesWithoutPiecesAreFlowsAndJoinTheirPieces) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  ExportedNames told;
  told.key = piece(true, 0, 0, 0, 0).key;
  told.time = at(1);
  add_host(told.names, "Pool.Example.org.", NameSource::tls_server_name);
  assembler.names(told);
  assembler.flow(piece(false, .5, 60, 12, 4000));
  told.key.source_port = 50'001;
  assembler.names(told);
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 2u);
  for (const FlowRecord& r : kept.records) {
    ASSERT_TRUE(r.names);
    EXPECT_EQ(r.names->hosts[0].text, "pool.example.org");
    EXPECT_EQ(r.key.source_address, address(1));
  }
  EXPECT_EQ(kept.records[0].packets[1], 12u);
}

// A log tells of a name when it is said, and of a connection when it ends; others come and go meanwhile.
TEST(FlowAssembler, NamesWaitForAFlowThatEndsHoursLater) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  ExportedNames told;
  told.key = piece(true, 0, 0, 0, 0).key;
  told.time = at(1);
  add_host(told.names, "pool.example.org", NameSource::tls_server_name);
  assembler.names(told);
  ExportedFlow other = piece(true, 0, 0, 1, 100);
  for (std::uint16_t i = 0; i < 60; ++i) {
    other.key.source_port = static_cast<std::uint16_t>(40'000 + i);
    other.first_seen = other.last_seen = at(600. * i);
    assembler.flow(other);
  }
  assembler.flow(piece(true, 0, 36'000, 400, 46'000));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 61u);
  const auto named = std::ranges::find_if(
      kept.records, [](const FlowRecord& record) { return record.names != nullptr; });
  ASSERT_NE(named, kept.records.end());
  EXPECT_EQ(named->packets[0], 400u);
  EXPECT_EQ(named->last_seen, at(36'000));
}

TEST(FlowAssembler, NamesAreNotOfALaterFlowOfTheSameEnds) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  ExportedNames told;
  told.key = piece(true, 0, 0, 0, 0).key;
  told.time = at(1);
  add_host(told.names, "pool.example.org", NameSource::tls_server_name);
  assembler.names(told);
  assembler.flow(piece(true, 7200, 7260, 400, 46'000));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 2u);
  EXPECT_TRUE(kept.records[0].names);
  EXPECT_EQ(kept.records[1].names, nullptr);
}

TEST(FlowAssembler, NamesGiveWayWhereThereIsNoRoom) {
  Kept kept;
  FlowAssembler assembler({.flows_max = 10}, kept);
  ExportedNames told;
  told.key = piece(true, 0, 0, 0, 0).key;
  told.time = at(1);
  for (std::uint16_t i = 0; i < 10; ++i) {
    told.key.source_port = static_cast<std::uint16_t>(40'000 + i);
    assembler.names(told);
  }
  assembler.flow(piece(true, 7200, 7260, 400, 46'000));
  EXPECT_EQ(assembler.counts().left_out, 0u);
  EXPECT_EQ(kept.records.size(), 10u);
}

TEST(FlowAssembler, AtTheBoundFinishedFlowsMakeRoomAndFurtherOnesAreCounted) {
  Kept kept;
  FlowAssembler assembler({.flows_max = 10}, kept);
  for (std::uint16_t i = 0; i < 20; ++i) {
    ExportedFlow p = piece(true, 0, 1, 1, 100);
    p.key.source_port = static_cast<std::uint16_t>(40'000 + i);
    assembler.flow(p);
  }
  EXPECT_EQ(assembler.counts().left_out, 10u);
  ExportedFlow late = piece(true, 7200, 7201, 1, 100);
  for (std::uint16_t i = 0; i < 5; ++i) {
    late.key.source_port = static_cast<std::uint16_t>(45'000 + i);
    assembler.flow(late);
  }
  assembler.finish();
  EXPECT_EQ(kept.records.size(), 10u + assembler.counts().flows - 10u);
  EXPECT_GE(assembler.counts().flows, 14u);
}

TEST(FlowAssembler, OneFlowKeepsItsLastIntervals) {
  Kept kept;
  FlowAssembler assembler({}, kept);
  for (int i = 0; i < 1000; ++i) assembler.flow(piece(true, 60. * i, 60. * i + 59, 1, 100));
  assembler.finish();
  ASSERT_EQ(kept.records.size(), 1u);
  EXPECT_LE(kept.records[0].intervals->intervals.size(), limits::intervals_per_flow_max);
  EXPECT_EQ(kept.records[0].intervals->intervals.back().first, at(60. * 999));
  EXPECT_EQ(kept.records[0].packets[0], 1000u);
}

}  // namespace
}  // namespace davy::flow
