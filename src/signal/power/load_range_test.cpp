#include "signal/power/load_range.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

// Hours that idle and hours that are full in turn; `full_share` of them full.
power::PowerRecord node(unsigned seed, float idle_kw, float full_kw, double full_share,
                        int days = 60) {
  std::mt19937 random(seed);
  std::normal_distribution<float> noise(0, 0.01F);
  std::bernoulli_distribution full(full_share);
  power::PowerRecord record{.meter = "n" + std::to_string(seed),
                            .first_hour = estate_first_day * 24,
                            .kw = {},
                            .quality = {}};
  for (int h = 0; h < days * 24; ++h)
    record.kw.push_back((full(random) ? full_kw : idle_kw) * (1 + noise(random)));
  return record;
}

std::optional<LoadRange> range_of(const std::vector<power::PowerRecord>& records) {
  std::vector<const power::PowerRecord*> peers;
  for (const power::PowerRecord& record : records) peers.push_back(&record);
  return load_range(peers);
}

std::vector<power::PowerRecord> cluster() {
  std::vector<power::PowerRecord> nodes;
  for (unsigned n = 0; n < 20; ++n) nodes.push_back(node(n, 0.15F, 0.45F, n < 10 ? 0.3 : 0.0));
  nodes.push_back(node(90, 0.15F, 0.45F, 1));
  return nodes;
}

TEST(LoadRange, nodes_of_one_kind_tell_idle_and_full) {
  const auto range = range_of(cluster());
  ASSERT_TRUE(range);
  EXPECT_EQ(range->peers, 21U);
  EXPECT_NEAR(range->idle_kw, 0.15, 0.01);
  EXPECT_NEAR(range->full_kw, 0.45, 0.02);
  EXPECT_EQ(range->saturated_share, 0);
}

TEST(LoadRange, an_idle_node_is_idle_and_a_full_one_is_not) {
  const auto nodes = cluster();
  const auto range = range_of(nodes);
  const auto idle = dedicated_load(nodes[15]);
  const auto full = dedicated_load(nodes.back());
  ASSERT_TRUE(idle && full);
  EXPECT_TRUE(is_idle(idle->last, *range));
  EXPECT_FALSE(is_idle(full->last, *range));
  EXPECT_TRUE(is_idle(0.22F, *range));
  EXPECT_FALSE(is_idle(0.23F, *range));
}

TEST(LoadRange, nodes_that_never_change_tell_it_between_them) {
  std::vector<power::PowerRecord> nodes;
  for (unsigned n = 0; n < 8; ++n) nodes.push_back(node(n, 0.1F, 0.4F, n < 2 ? 1 : 0));
  const auto range = range_of(nodes);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->idle_kw, 0.1, 0.01);
  EXPECT_NEAR(range->full_kw, 0.4, 0.02);
}

TEST(LoadRange, all_alike_tells_nothing) {
  std::vector<power::PowerRecord> nodes;
  for (unsigned n = 0; n < 8; ++n) nodes.push_back(node(n, 0.4F, 0.4F, 1));
  EXPECT_FALSE(range_of(nodes));
}

TEST(LoadRange, empty_records_gaps_and_few_meters_tell_nothing) {
  EXPECT_FALSE(load_range({}));
  power::PowerRecord gaps = node(1, 0.1F, 0.4F, 0.5);
  std::ranges::fill(gaps.kw, power::gap);
  EXPECT_FALSE(range_of({gaps, {}, gaps, {}}));
  EXPECT_FALSE(range_of({node(1, 0.1F, 0.4F, 0.5), node(2, 0.1F, 0.4F, 0.5)}));
  const std::vector<const power::PowerRecord*> nobody(5, nullptr);
  EXPECT_FALSE(load_range(nobody));
}

TEST(LoadRange, gaps_change_nothing) {
  auto nodes = cluster();
  nodes.emplace_back();
  for (power::PowerRecord& each : nodes)
    for (std::size_t h = 0; h < each.kw.size(); h += 3) each.kw[h] = power::gap;
  const auto range = range_of(nodes);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->peers, 21U);
  EXPECT_NEAR(range->full_kw, 0.45, 0.02);
}

TEST(LoadRange, a_ceiling_is_told) {
  auto nodes = cluster();
  const auto cut_off = [](power::PowerRecord& record) {
    for (float& kw : record.kw) kw = std::min(kw, 0.4F);
  };
  cut_off(nodes[0]);
  EXPECT_NEAR(saturated_share(nodes[0]), 0.3, 0.05);
  EXPECT_GT(range_of(nodes)->saturated_share, 0);
  EXPECT_EQ(saturated_share(nodes[1]), 0);
  EXPECT_EQ(saturated_share({}), 0);
}

TEST(LoadRange, a_coarse_last_digit_is_no_ceiling) {
  power::PowerRecord coarse = node(4, 0.1F, 0.4F, 0.5);
  for (float& kw : coarse.kw) kw = kw > 0.2F ? 0.02F : 0.01F;
  EXPECT_EQ(saturated_share(coarse), 0);
  std::ranges::fill(coarse.kw, 0.4F);
  EXPECT_EQ(saturated_share(coarse), 0);
}

}  // namespace
}  // namespace davy::signal
