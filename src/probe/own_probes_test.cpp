#include "probe/own_probes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace davy::probe {
namespace {

constexpr std::string_view begun = "2026-03-02T08:00:10.500000Z";
constexpr std::int64_t begun_ns = 1'772'438'410'500'000'000;

std::string logged(std::string_view local = "\"10.1.2.3\"", std::string_view port = "41000",
                   std::string_view time = begun, std::string_view took = "1.5") {
  return fmt::format(
      R"({{"event":"probe","time":"{}","address":"203.0.113.7","port":3333,"dialect":"stratum-v1",)"
      R"("carrier":"tcp","outcome":"silence","confirmed":false,"local_address":{},"local_port":{},)"
      R"("duration_s":{}}})",
      time, local, port, took);
}

struct Seen {
  double first_s = 0;  // after the line's time
  double last_s = 1;
  std::uint16_t source_port = 41000;
  std::uint16_t destination_port = 3333;
  capture::Transport transport = capture::Transport::tcp;
  bool reversed = false;
};

flow::FlowRecord flow_of(const Seen& seen) {
  const auto at = [](double s) {
    return timestamp_ns(begun_ns + static_cast<std::int64_t>(s * 1e9));
  };
  flow::FlowRecord record;
  record.key = {.source_address = *parse_ip_address("10.1.2.3"),
                .destination_address = *parse_ip_address("203.0.113.7"),
                .source_port = seen.source_port,
                .destination_port = seen.destination_port,
                .transport = seen.transport};
  if (seen.reversed) {
    std::swap(record.key.source_address, record.key.destination_address);
    std::swap(record.key.source_port, record.key.destination_port);
  }
  record.first_seen = at(seen.first_s);
  record.last_seen = at(seen.last_s);
  return record;
}

TEST(OwnProbes, AreKnownByBothEndsAndTheTime) {
  OwnProbes probes;
  probes.line(logged());
  ASSERT_EQ(probes.connections(), 1u);
  EXPECT_TRUE(probes.made(flow_of({})));
  EXPECT_TRUE(probes.made(flow_of({.reversed = true})));
  EXPECT_FALSE(probes.made(flow_of({.source_port = 41001})));
  EXPECT_FALSE(probes.made(flow_of({.destination_port = 3334})));
  EXPECT_FALSE(probes.made(flow_of({.transport = capture::Transport::udp})));
  flow::FlowRecord other = flow_of({});
  other.key.destination_address = *parse_ip_address("203.0.113.8");
  EXPECT_FALSE(probes.made(other));
}

TEST(OwnProbes, MayBeSeenByAnotherClockAndEndLate) {
  OwnProbes probes;
  probes.line(logged());
  EXPECT_TRUE(probes.made(flow_of({.first_s = -9.9})));
  EXPECT_TRUE(probes.made(flow_of({.first_s = 11.4, .last_s = 12})));
  EXPECT_TRUE(probes.made(flow_of({.last_s = 131})));  // the other end sent its end again and again
}

// A miner that happens to have the port again is no probe.
TEST(OwnProbes, AtAnotherTimeOrForLongerAreSomebodyElses) {
  OwnProbes probes;
  probes.line(logged());
  EXPECT_FALSE(probes.made(flow_of({.first_s = -10.1})));
  EXPECT_FALSE(probes.made(flow_of({.first_s = 11.6, .last_s = 12})));
  EXPECT_FALSE(probes.made(flow_of({.last_s = 132})));
  EXPECT_FALSE(probes.made(flow_of({.last_s = 3600})));
}

TEST(OwnProbes, OfOnePortAtSeveralTimesAreAllKnown) {
  OwnProbes probes;
  probes.line(logged());
  probes.line(logged("\"10.1.2.3\"", "41000", "2026-03-02T09:00:10.500000Z"));
  EXPECT_EQ(probes.connections(), 2u);
  EXPECT_TRUE(probes.made(flow_of({.first_s = 3600, .last_s = 3601})));
  EXPECT_FALSE(probes.made(flow_of({.first_s = 1800, .last_s = 1801})));
}

TEST(OwnProbes, WithoutALocalEndWereNoConnection) {
  OwnProbes probes;
  probes.line(logged("null", "null", begun, "null"));
  EXPECT_EQ(probes.events(), 1u);
  EXPECT_EQ(probes.connections(), 0u);
  EXPECT_EQ(probes.malformed(), 0u);
}

TEST(OwnProbes, WhatIsNoLineOfThemIsCounted) {
  OwnProbes probes;
  for (const std::string& bad :
       {std::string("no JSON"), std::string("[]"), std::string("{}"), logged("\"ten\""),
        logged("\"10.1.2.3\"", "0"), logged("\"10.1.2.3\"", "65536"),
        logged("\"10.1.2.3\"", "null"), logged("\"10.1.2.3\"", "41000", "soon"),
        logged("\"10.1.2.3\"", "41000", "1066-10-14T00:00:00Z"),
        logged("\"10.1.2.3\"", "41000", begun, "-1"), logged("\"10.1.2.3\"", "41000", begun, "1e9"),
        logged("\"10.1.2.3\"", "41000", begun, "\"long\""), logged().substr(0, 100)})
    probes.line(bad);
  EXPECT_EQ(probes.malformed(), 13u);
  EXPECT_EQ(probes.connections(), 0u);
  probes.line("");
  probes.line(R"({"event":"coverage"})");
  EXPECT_EQ(probes.malformed(), 13u);
}

TEST(OwnProbes, AreReadFromAFileThatHasSome) {
  const std::string path = testing::TempDir() + "own_probes_test.jsonl";
  OwnProbes probes;
  EXPECT_FALSE(probes.read(path + ".none"));
  std::ofstream(path) << R"({"event":"coverage"})" << '\n';
  EXPECT_FALSE(probes.read(path));
  std::ofstream(path) << logged() << "\r\n"
                      << logged("\"10.1.2.3\"", "41001");  // no last line break
  EXPECT_TRUE(probes.read(path));
  EXPECT_EQ(probes.connections(), 2u);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace davy::probe
