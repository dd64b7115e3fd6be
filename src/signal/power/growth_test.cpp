#include "signal/power/growth.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

constexpr int few_days = 90;
constexpr int many_days = 600;
constexpr power::Day grown_day = estate_first_day + 60;

// Rises to `kw` from `from` on, in a straight line.
void add_rise(power::PowerRecord& record, power::Day from, int over_days, float kw) {
  for (power::Hour h = from * 24; h < record.end_hour(); ++h) {
    const float risen =
        std::min(1.0F, static_cast<float>(h - from * 24) / static_cast<float>(over_days * 24));
    record.kw[static_cast<std::size_t>(h - record.first_hour)] += kw * risen;
  }
}

float mean_of(const power::PowerRecord& record) {
  double sum = 0;
  for (const float kw : record.kw) sum += kw;
  return static_cast<float>(sum / static_cast<double>(record.kw.size()));
}

TEST(SuddenGrowth, an_account_that_doubled_is_found) {
  auto estate = made_estate(8, few_days);
  add_load(estate[3], grown_day * 24, 100);
  const auto found = sudden_growth(estate, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].meter, 3U);
  EXPECT_EQ(found[0].pattern, "grown");
  EXPECT_NEAR(found[0].onset.best / 24, grown_day, 1);
  EXPECT_FALSE(found[0].onset_before_record);
  EXPECT_NEAR(found[0].kw.best, 100, 5);
  EXPECT_LE(found[0].kw.lower, found[0].kw.best);
  EXPECT_GE(found[0].kw.upper, found[0].kw.best);
  EXPECT_NEAR(found[0].kwh.best, 100 * 24 * 30, 100 * 24 * 2);
  EXPECT_NE(found[0].signal.reasons[0].evidence.find("7 other accounts"), std::string::npos);
}

TEST(SuddenGrowth, nothing_is_found_where_nothing_grew) {
  EXPECT_TRUE(sudden_growth(made_estate(8, few_days), 1).empty());
}

TEST(SuddenGrowth, half_as_much_again_is_not_twice_as_much) {
  auto estate = made_estate(8, few_days);
  add_load(estate[3], grown_day * 24, 0.5F * mean_of(estate[3]));
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, what_the_whole_estate_does_is_no_finding) {
  auto estate = made_estate(8, few_days);
  for (power::PowerRecord& record : estate)
    add_load(record, grown_day * 24, 1.6F * mean_of(record));
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, an_account_alone_is_told_so) {
  auto estate = made_estate(1, few_days);
  add_load(estate[0], grown_day * 24, 30);
  const auto found = sudden_growth(estate, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].signal.reasons[0].evidence.find("no other accounts"), std::string::npos);
}

TEST(SuddenGrowth, what_went_again_is_none) {
  auto estate = made_estate(8, few_days);
  add_load(estate[3], grown_day * 24, 100);
  add_load(estate[3], (grown_day + 22) * 24, -100);
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, less_than_a_machine_is_none) {
  auto estate = made_estate(8, few_days);
  for (float& kw : estate[3].kw) kw = 0.05F;
  add_load(estate[3], grown_day * 24, 0.4F);
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, too_short_a_history_tells_nothing) {
  auto estate = made_estate(8, 41);
  add_load(estate[3], (estate_first_day + 25) * 24, 100);
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, a_long_history_is_for_hidden_loads) {
  auto estate = made_estate(8, 150);
  add_load(estate[3], (estate_first_day + 120) * 24, 100);
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, gaps_and_negative_readings_are_no_growth) {
  auto estate = made_estate(8, few_days);
  for (float& kw : estate[0].kw) kw = power::gap;
  for (float& kw : estate[1].kw) kw = -kw;
  for (std::size_t h = 0; h < 30 * 24; ++h) estate[2].kw[h] = power::gap;
  for (std::size_t h = 20 * 24; h < 45 * 24; ++h) estate[3].kw[h] = power::gap;
  estate.emplace_back();
  EXPECT_TRUE(sudden_growth(estate, 1).empty());
}

TEST(SuddenGrowth, gaps_do_not_hide_it) {
  auto estate = made_estate(8, few_days);
  add_load(estate[3], grown_day * 24, 100);
  for (std::size_t day = 0; day < few_days; day += 4)
    for (std::size_t h = 0; h < 24; ++h) estate[3].kw[day * 24 + h] = power::gap;
  EXPECT_EQ(sudden_growth(estate, 1).size(), 1U);
}

TEST(SuddenGrowth, threads_change_nothing) {
  auto estate = made_estate(8, few_days);
  add_load(estate[3], grown_day * 24, 100);
  add_load(estate[6], grown_day * 24, 200);
  const auto one = sudden_growth(estate, 1);
  const auto three = sudden_growth(estate, 3);
  ASSERT_EQ(one.size(), 2U);
  ASSERT_EQ(three.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(one[i].meter, three[i].meter);
    EXPECT_EQ(one[i].kw.best, three[i].kw.best);
  }
}

TEST(YearlyGrowth, a_slow_rise_is_found) {
  auto estate = made_estate(8, many_days);
  const float kw = mean_of(estate[3]);
  add_rise(estate[3], estate_first_day + 400, 200, kw);
  const auto found = yearly_growth(estate, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].meter, 3U);
  EXPECT_EQ(found[0].pattern, "grown_over_a_year");
  EXPECT_NEAR(found[0].kw.best, kw, 0.15F * kw);  // it rose on within the last four weeks
  EXPECT_TRUE(found[0].at_least);
  EXPECT_LE(found[0].onset.lower, (estate_first_day + 400) * 24);
  EXPECT_NEAR(found[0].onset.best / 24, estate_first_day + 500, 30);  // where half of it was there
  EXPECT_NEAR(found[0].kwh.best, kw / 2 * 200 * 24, 0.3F * kw / 2 * 200 * 24);
}

TEST(YearlyGrowth, nothing_is_found_where_nothing_grew) {
  EXPECT_TRUE(yearly_growth(made_estate(8, many_days), 1).empty());
}

TEST(YearlyGrowth, what_the_whole_estate_does_is_no_finding) {
  auto estate = made_estate(8, many_days);
  for (power::PowerRecord& record : estate)
    add_rise(record, estate_first_day + 400, 200, mean_of(record));
  EXPECT_TRUE(yearly_growth(estate, 1).empty());
}

TEST(YearlyGrowth, what_came_in_the_last_weeks_is_for_hidden_loads) {
  auto estate = made_estate(8, many_days);
  add_load(estate[3], (estate_first_day + many_days - 20) * 24, mean_of(estate[3]));
  EXPECT_TRUE(yearly_growth(estate, 1).empty());
}

TEST(YearlyGrowth, by_day_only_is_none) {
  auto estate = made_estate(8, many_days);
  for (power::Hour h = 400 * 24; h < many_days * 24; ++h)
    if (h % 24 >= 9 && h % 24 < 20) estate[3].kw[static_cast<std::size_t>(h)] += 100;
  EXPECT_TRUE(yearly_growth(estate, 1).empty());
}

TEST(YearlyGrowth, thirteen_months_are_needed) {
  for (const int days : {391, 392}) {
    auto estate = made_estate(8, days);
    const float kw = 1.5F * mean_of(estate[3]);
    add_rise(estate[3], estate_first_day + 100, 250, kw);
    const auto found = yearly_growth(estate, 1);
    ASSERT_EQ(found.size(), days == 392 ? 1U : 0U);
    if (found.empty()) continue;
    EXPECT_LE(found[0].onset.lower, (estate_first_day + 100) * 24);
    EXPECT_GE(found[0].onset.upper, (estate_first_day + 225) * 24);
  }
}

TEST(YearlyGrowth, gaps_and_negative_readings_are_no_growth) {
  auto estate = made_estate(8, many_days);
  for (float& kw : estate[0].kw) kw = power::gap;
  for (float& kw : estate[1].kw) kw = -kw;
  for (std::size_t h = 100 * 24; h < 400 * 24; ++h) estate[2].kw[h] = power::gap;
  estate.emplace_back();
  EXPECT_TRUE(yearly_growth(estate, 1).empty());
}

TEST(YearlyGrowth, threads_change_nothing) {
  auto estate = made_estate(8, many_days);
  add_rise(estate[5], estate_first_day + 400, 180, mean_of(estate[5]));
  const auto one = yearly_growth(estate, 1);
  const auto three = yearly_growth(estate, 3);
  ASSERT_EQ(one.size(), 1U);
  ASSERT_EQ(three.size(), 1U);
  EXPECT_EQ(one[0].kw.best, three[0].kw.best);
  EXPECT_EQ(one[0].signal.reasons[0].evidence, three[0].signal.reasons[0].evidence);
}

}  // namespace
}  // namespace davy::signal
