#include "signal/network/chain_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace davy::signal {
namespace {

constexpr Timestamp start{std::chrono::hours{480'000}};
Timestamp at(double s) {
  return start + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

std::vector<Timestamp> at_random(std::mt19937_64& random, double mean_s, double span_s) {
  std::exponential_distribution<double> gap(1 / mean_s);
  std::vector<Timestamp> out;
  for (double t = gap(random); t < span_s; t += gap(random)) out.push_back(at(t));
  return out;
}

TEST(ChainClock, PushesThatFollowBlocksAreBeyondChance) {
  std::mt19937_64 random(1);
  const auto blocks = at_random(random, 120, 3600);
  std::vector<Timestamp> pushes = at_random(random, 20, 3600);
  for (const Timestamp block : blocks) pushes.push_back(block + std::chrono::milliseconds{400});
  std::ranges::sort(pushes);
  const auto agreement = test(pushes, blocks);
  ASSERT_TRUE(agreement);
  EXPECT_EQ(agreement->met, agreement->blocks);
  EXPECT_LT(agreement->log_p, std::log(1e-9));
}

// Randomised between the two bounds p is uniform where there is nothing in common.
TEST(ChainClock, ByChanceAloneItsProbabilityIsUniform) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> p;
  for (int i = 0; i < 4000; ++i) {
    const auto agreement = test(at_random(random, 15, 7200), at_random(random, 120, 7200));
    ASSERT_TRUE(agreement);
    const double low = std::exp(agreement->log_p_more), high = std::exp(agreement->log_p);
    p.push_back(low + uniform(random) * (high - low));
  }
  std::ranges::sort(p);
  double distance = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    distance = std::max(distance, std::abs(p[i] - static_cast<double>(i) / 4000));
  EXPECT_LT(distance, 1.63 / std::sqrt(4000.));  // Kolmogorov-Smirnov at 1 %
}

TEST(ChainClock, WhereNearlyAllTimeIsNearAPushNothingIsSaid) {
  std::mt19937_64 random(3);
  EXPECT_FALSE(test(at_random(random, .3, 3600), at_random(random, 120, 3600)));
  EXPECT_FALSE(test(at_random(random, 20, 3600), {}));
  EXPECT_FALSE(test({}, at_random(random, 120, 3600)));
}

std::vector<Timestamp> in_whole_seconds(std::vector<Timestamp> times) {
  for (Timestamp& t : times) t = std::chrono::floor<std::chrono::seconds>(t);
  return times;
}

// Stamps and a server that both keep to whole seconds have nothing in common by that: p is no smaller than it may be.
TEST(ChainClock, MinersTimesAreHeldWithinAMinuteAndChanceStaysChance) {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> p;
  for (int i = 0; i < 4000; ++i) {
    const auto agreement =
        test(in_whole_seconds(at_random(random, 400, 86'400)),
             in_whole_seconds(at_random(random, 600, 86'400)), BlockTime::header);
    if (!agreement) continue;
    EXPECT_GE(agreement->to_s, 30);
    const double low = std::exp(agreement->log_p_more), high = std::exp(agreement->log_p);
    p.push_back(low + uniform(random) * (high - low));
  }
  ASSERT_GT(p.size(), 3000u);
  std::ranges::sort(p);
  const double n = static_cast<double>(p.size());
  double distance = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    distance = std::max(distance, static_cast<double>(i) / n - p[i]);
  EXPECT_LT(distance, 1.52 / std::sqrt(n));  // Kolmogorov-Smirnov at 1 %, one side
}

TEST(ChainClock, MinersTimesTellWhereTheServerSpeaksRarely) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> found_after(0, 45);
  const auto stamps = in_whole_seconds(at_random(random, 600, 12 * 3600));
  std::vector<Timestamp> pushes;
  for (const Timestamp stamp : stamps) pushes.push_back(stamp + (at(found_after(random)) - start));
  std::ranges::sort(pushes);
  const auto agreement = test(pushes, stamps, BlockTime::header);
  ASSERT_TRUE(agreement);
  EXPECT_LT(agreement->log_p, std::log(1e-9));
  const auto as_arrivals = test(pushes, stamps);
  ASSERT_TRUE(as_arrivals);
  EXPECT_GT(as_arrivals->log_p, std::log(1e-3));  // what taking them for arrivals would have missed
  // A server that speaks every half minute is near any time.
  EXPECT_FALSE(test(at_random(random, 30, 12 * 3600), stamps, BlockTime::header));
}

TEST(BlockSeries, MinersTimesAreAnotherSeries) {
  std::string text{block_series_heading};
  text += block_series_line(at(0.25), "XMR", 1, BlockTime::arrival);
  text += block_series_line(at(120), "XMR", 2, BlockTime::header);
  text += block_series_line(at(240), "XMR", 3, BlockTime::header);
  const auto series = parse_block_series(text, "blocks.tsv");
  ASSERT_TRUE(series) << series.error().message;
  ASSERT_EQ(series->size(), 2u);
  EXPECT_EQ((*series)[0].times, BlockTime::arrival);
  EXPECT_EQ((*series)[0].blocks, std::vector{at(0.25)});
  EXPECT_EQ((*series)[1].times, BlockTime::header);
  EXPECT_EQ((*series)[1].blocks.size(), 2u);
  EXPECT_FALSE(parse_block_series("1700000000\tXMR\t1\tmined\n", "blocks.tsv"));
}

TEST(BlockSeries, FilesOfBlocks) {
  const auto series = parse_block_series(
      "time\tcoin\theight\n# a comment\n2026-03-02T08:00:00.25Z\tXMR\t1\r\n"
      "1700000000.5\tBTC\t2\n2026-03-02T07:59:00Z\tXMR\t0\n",
      "blocks.tsv");
  ASSERT_TRUE(series);
  ASSERT_EQ(series->size(), 2u);
  EXPECT_EQ((*series)[1].coin, "XMR");
  ASSERT_EQ((*series)[1].blocks.size(), 2u);
  EXPECT_LT((*series)[1].blocks[0], (*series)[1].blocks[1]);
}

TEST(BlockSeries, ALineThatIsNoBlockIsNamed) {
  for (const char* text : {"yesterday\tXMR\t1\n", "1700000000\n", "1700000000\txmr\t1\n", "x"}) {
    const auto series = parse_block_series(text, "blocks.tsv");
    ASSERT_FALSE(series) << text;
    EXPECT_NE(series.error().message.find("blocks.tsv: line 1"), std::string::npos);
  }
}

flow::FlowRecord read_miner(const char* coin, std::initializer_list<double> blocks_s) {
  flow::FlowRecord record;
  record.conversation = std::make_unique<flow::ConversationRecord>();
  record.conversation->coin = coin;
  for (const double s : blocks_s) record.conversation->blocks.push_back(at(s));
  return record;
}

TEST(BlockSeries, ReadMiningIsAClockOfItsChain) {
  std::vector<flow::FlowRecord> records;
  records.push_back(read_miner("XMR", {10, 130, 250}));
  records.push_back(read_miner("XMR", {11, 131, 400}));  // another pool, the same chain
  records.push_back(read_miner("BTC", {10, 600}));
  const auto series = series_of_read_mining(records);
  ASSERT_EQ(series.size(), 1u);
  EXPECT_EQ(series[0].blocks.size(), 4u);
}

}  // namespace
}  // namespace davy::signal
