#include "signal/power/peer_comparison.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

constexpr int days = 200;

power::PowerRecord even_account(unsigned seed, float kw, int for_days = days) {
  power::PowerRecord record{.meter = "even" + std::to_string(seed),
                            .first_hour = estate_first_day * 24,
                            .kw = {},
                            .quality = {}};
  std::mt19937 random(seed);
  std::normal_distribution<float> noise(0, 0.015F);
  for (int h = 0; h < for_days * 24; ++h) record.kw.push_back(kw * (1 + noise(random)));
  return record;
}

std::vector<AccountFinding> found_in(const std::vector<power::PowerRecord>& records,
                                     std::string_view name = "shop", unsigned threads = 1) {
  const std::vector<std::string_view> classes(records.size(), name);
  return peer_comparison(records, classes, threads);
}

std::vector<power::PowerRecord> shops_and_a_mine(unsigned shops, int for_days = days) {
  auto estate = made_estate(shops, for_days);
  estate.push_back(even_account(99, 65, for_days));
  return estate;
}

TEST(PeerComparison, an_even_account_among_shops_stands_out) {
  const auto found = found_in(shops_and_a_mine(11));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].meter, 11U);
  EXPECT_EQ(found[0].pattern, "steady");
  EXPECT_TRUE(found[0].onset_before_record);
  EXPECT_EQ(found[0].onset.best, estate_first_day * 24);
  EXPECT_NEAR(found[0].kw.best, 63, 2);
  EXPECT_LE(found[0].kw.lower, found[0].kw.best);
  EXPECT_GE(found[0].kw.upper, found[0].kw.best);
  EXPECT_NEAR(found[0].kwh.best, 63 * 24 * days, 2 * 24 * days);
  EXPECT_EQ(found[0].signal.detector, "peer_comparison");
  EXPECT_EQ(found[0].signal.independence_group, "load");
  ASSERT_EQ(found[0].signal.reasons.size(), 1U);
  EXPECT_NE(found[0].signal.reasons[0].evidence.find("the class shop"), std::string::npos);
}

TEST(PeerComparison, shops_alone_do_not) { EXPECT_TRUE(found_in(made_estate(12, days)).empty()); }

TEST(PeerComparison, a_load_that_came_later_has_an_onset) {
  auto estate = shops_and_a_mine(11);
  for (std::size_t h = 0; h < 88 * 24; ++h) estate.back().kw[h] *= 0.05F;
  const auto found = found_in(estate);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].onset_before_record);
  EXPECT_LE(found[0].onset.lower, (estate_first_day + 88) * 24);
  EXPECT_GE(found[0].onset.upper, (estate_first_day + 88) * 24);
}

TEST(PeerComparison, in_a_class_of_server_rooms_nobody_stands_out) {
  std::vector<power::PowerRecord> rooms;
  for (unsigned r = 0; r < 12; ++r) rooms.push_back(even_account(r, 10 + static_cast<float>(r)));
  EXPECT_TRUE(found_in(rooms).empty());
}

TEST(PeerComparison, some_even_ones_of_a_class_all_stand_out) {
  auto estate = made_estate(20, days);
  for (unsigned r = 0; r < 4; ++r) estate.push_back(even_account(r, 10 + static_cast<float>(r)));
  EXPECT_EQ(found_in(estate).size(), 4U);
}

TEST(PeerComparison, in_a_class_of_two_kinds_nobody_stands_out) {
  auto estate = made_estate(8, days);
  for (unsigned r = 0; r < 8; ++r) estate.push_back(even_account(r, 10 + static_cast<float>(r)));
  EXPECT_TRUE(found_in(estate).empty());
}

TEST(PeerComparison, the_least_odd_of_odd_ones_is_not_accused) {
  auto estate = made_estate(11, days);
  for (power::PowerRecord& record : estate)
    for (std::size_t h = 0; h < record.kw.size(); ++h)
      if (h % 24 < 10) record.kw[h] *= 0.02F;
  estate.push_back(made_building(50, days));
  for (float& kw : estate.back().kw) kw += 2;
  EXPECT_TRUE(found_in(estate).empty());
}

TEST(PeerComparison, seven_are_no_class) {
  EXPECT_TRUE(found_in(shops_and_a_mine(6)).empty());
  EXPECT_EQ(found_in(shops_and_a_mine(7)).size(), 1U);
}

TEST(PeerComparison, an_account_alone_in_its_class_is_held_against_nobody) {
  const auto estate = shops_and_a_mine(11);
  std::vector<std::string_view> classes(estate.size(), "shop");
  classes.back() = "farm";
  EXPECT_TRUE(peer_comparison(estate, classes, 1).empty());
}

TEST(PeerComparison, an_unknown_class_is_none) {
  EXPECT_TRUE(found_in(shops_and_a_mine(11), "").empty());
}

TEST(PeerComparison, who_hardly_draws_anything_is_no_finding_and_no_measure) {
  auto estate = made_estate(11, days);
  estate.push_back(even_account(1, 0.02F));
  estate.push_back(even_account(2, 0.3F));
  estate.push_back(even_account(3, 0));
  EXPECT_TRUE(found_in(estate).empty());
  // Twenty vacant accounts make no even class of twelve shops.
  for (unsigned v = 0; v < 20; ++v) estate.push_back(even_account(10 + v, 0.02F));
  estate.push_back(even_account(99, 65));
  EXPECT_EQ(found_in(estate).size(), 1U);
}

TEST(PeerComparison, negative_and_missing_readings_are_no_load) {
  auto estate = made_estate(11, days);
  estate.push_back(even_account(1, -20));
  estate.push_back(even_account(2, 20));
  for (float& kw : estate.back().kw) kw = power::gap;
  estate.emplace_back();
  EXPECT_TRUE(found_in(estate).empty());
}

TEST(PeerComparison, gaps_do_not_hide_an_even_account) {
  auto estate = shops_and_a_mine(11);
  for (std::size_t day = 0; day < days; day += 3)
    for (std::size_t h = 0; h < 24; ++h) estate.back().kw[day * 24 + h] = power::gap;
  EXPECT_EQ(found_in(estate).size(), 1U);
}

TEST(PeerComparison, four_weeks_are_enough_and_three_are_not) {
  EXPECT_EQ(found_in(shops_and_a_mine(11, 28)).size(), 1U);
  EXPECT_TRUE(found_in(shops_and_a_mine(11, 21)).empty());
}

// A sub-meter that is a share of another one is as even as that one, and no measure of it.
TEST(PeerComparison, copies_of_an_account_do_not_excuse_it) {
  auto estate = shops_and_a_mine(9);
  for (int copies = 0; copies < 7; ++copies) {
    estate.push_back(estate[9]);
    for (float& kw : estate.back().kw) kw *= 0.5F;
  }
  EXPECT_EQ(found_in(estate).size(), 8U);
}

TEST(PeerComparison, threads_change_nothing) {
  const auto one = found_in(shops_and_a_mine(11), "shop", 1);
  const auto three = found_in(shops_and_a_mine(11), "shop", 3);
  ASSERT_EQ(one.size(), three.size());
  EXPECT_EQ(one[0].kw.best, three[0].kw.best);
  EXPECT_EQ(one[0].signal.reasons[0].evidence, three[0].signal.reasons[0].evidence);
}

}  // namespace
}  // namespace davy::signal
