#include "workbench/energy/found_mining.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "workbench/energy/sample_lines.hpp"

namespace davy::energy {
namespace {

std::vector<FoundMining> read(std::initializer_list<std::string> lines,
                              FindingReader::Counts* counts = nullptr) {
  FindingReader reader;
  for (const std::string& line : lines) reader.line(line);
  if (counts != nullptr) *counts = reader.counts();
  return reader.take();
}

TEST(FoundMining, a_meter_is_measured) {
  const auto found = read({sample_meter("b97", "2021-03-01", "2021-04-01")});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].measured);
  EXPECT_EQ(found[0].subject, "b97");
  EXPECT_EQ(found[0].certainty, Certainty::probable);
  EXPECT_EQ(to_rfc3339(found[0].first), "2021-03-01T00:00:00.000000Z");
  EXPECT_EQ(found[0].kw->best, 10);
  EXPECT_EQ(found[0].kwh->upper, 8'928);
  EXPECT_TRUE(found[0].at_least);
}

TEST(FoundMining, a_flow_is_estimated) {
  const auto found =
      read({sample_flow("10.0.0.1", 40'001, "2021-03-01T08:00:00Z", "2021-03-01T09:00:00Z")});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].measured);
  EXPECT_EQ(found[0].subject, "10.0.0.1");
  EXPECT_NEAR(found[0].kw->best, 0.1, 1e-12) << "watts become kilowatts";
  EXPECT_EQ(found[0].algorithm, "rx/0");
  EXPECT_EQ(found[0].hashes_per_s->best, 8'000);
}

TEST(FoundMining, a_host_and_its_flows_count_once) {
  FindingReader::Counts counts;
  const auto found =
      read({sample_flow("10.0.0.1", 40'001, "2021-03-01T08:00:00Z", "2021-03-01T09:00:00Z"),
            sample_flow("10.0.0.1", 40'002, "2021-03-01T09:00:00Z", "2021-03-01T10:00:00Z"),
            sample_host("10.0.0.1")},
           &counts);
  EXPECT_EQ(found.size(), 2U);
  EXPECT_EQ(counts.hosts, 1U);
}

TEST(FoundMining, what_is_told_twice_counts_once) {
  FindingReader::Counts counts;
  const auto found =
      read({sample_flow("10.0.0.1", 40'001, "2021-03-01T08:00:00Z", "2021-03-01T08:30:00Z"),
            sample_flow("10.0.0.1", 40'001, "2021-03-01T08:10:00Z", "2021-03-01T09:30:00Z"),
            sample_flow("10.0.0.1", 40'001, "2021-03-02T08:10:00Z", "2021-03-02T09:30:00Z"),
            sample_meter("b97", "2021-03-01", "2021-04-01"),
            sample_meter("b97", "2021-03-01", "2021-05-01")},
           &counts);
  EXPECT_EQ(found.size(), 3U) << "the same ports a day later are another flow";
  EXPECT_EQ(counts.repeated, 2U);
  EXPECT_EQ(to_rfc3339(found[0].last).substr(11, 5), "09:30") << "the longer look stands";
  EXPECT_EQ(to_rfc3339(found[2].last).substr(0, 10), "2021-05-01");
}

TEST(FoundMining, the_side_that_mines_is_the_subject) {
  std::string line =
      sample_flow("10.0.0.1", 40'001, "2021-03-01T08:00:00Z", "2021-03-01T09:00:00Z");
  const std::string_view source = "\"miner_side\":\"source\"";
  line.replace(line.find(source), source.size(), "\"miner_side\":\"destination\"");
  EXPECT_EQ(read({line})[0].subject, "198.51.100.7");
}

TEST(FoundMining, malformed_lines_are_counted_by_what_is_wrong) {
  const std::string good = sample_meter("b97", "2021-03-01", "2021-04-01");
  const auto with = [&](std::string_view part, std::string_view other) {
    std::string line = good;
    line.replace(line.find(part), part.size(), other);
    return line;
  };
  FindingReader::Counts counts;
  const auto found = read(
      {good.substr(0, good.size() / 2), "not JSON", "[]", "{}", "",
       std::string(limits::log_line_octets_max + 1, ' ') + "x", R"({"event":"coverage"})",
       R"({"event":"related_flow"})", with("\"lower\":9", "\"lower\":11"),
       with("\"best\":10", "\"best\":-1"), with("\"last\":\"2021-04-01", "\"last\":\"2020-04-01"),
       with("\"last\":\"2021", "\"last\":\"soon"), with("probable", "cleared"),
       R"({"event":"mining_subject","subject":{"kind":"meter","id":"m"},"verdict":"probable"})"},
      &counts);
  EXPECT_EQ(counts.malformed, 5U);
  EXPECT_EQ(counts.other, 2U);
  EXPECT_EQ(counts.unusable, 3U) << "backwards in time, no time, no verdict of ours";
  EXPECT_EQ(counts.without_electricity, 1U);
  EXPECT_EQ(found.size(), 1U) << "energy alone is enough where power cannot be";
  EXPECT_EQ(counts.repeated, 1U) << "two such lines of one meter";
}

TEST(FoundMining, units_are_converted) {
  std::string line = sample_meter("b97", "2021-03-01", "2021-04-01");
  line.replace(line.find("\"unit\":\"kW\""), 11, "\"unit\":\"MW\"");
  EXPECT_EQ(read({line})[0].kw->best, 10'000);
}

}  // namespace
}  // namespace davy::energy
