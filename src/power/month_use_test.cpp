#include "power/month_use.hpp"

#include <gtest/gtest.h>

#include "power/calendar.hpp"

namespace davy::power {
namespace {

TEST(MonthUse, means_peaks_and_hours_of_each_month) {
  PowerRecord record{.meter = "m1", .first_hour = *parse_day("2026-01-31") * 24 + 22};
  record.kw = {4, 6, 10, gap, 20, 0};  // two hours of January, then February
  const auto uses = month_uses(record);
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(uses[0].month, "2026-01");
  EXPECT_DOUBLE_EQ(uses[0].mean_kw, 5);
  EXPECT_DOUBLE_EQ(uses[0].peak_kw, 6);
  EXPECT_EQ(uses[1].month, "2026-02");
  EXPECT_EQ(uses[1].hours, 3u);
  EXPECT_DOUBLE_EQ(uses[1].mean_kw, 10);
  EXPECT_DOUBLE_EQ(uses[1].peak_kw, 20);
}

TEST(MonthUse, a_load_that_only_feeds_in_has_a_negative_peak) {
  const PowerRecord record{.meter = "m1", .first_hour = 0, .kw = {-3, -2}};
  EXPECT_DOUBLE_EQ(month_uses(record).at(0).peak_kw, -2);
}

TEST(MonthUse, only_the_last_months_of_a_long_record) {
  PowerRecord record{.meter = "m1", .first_hour = *parse_day("2020-01-01") * 24};
  record.kw.assign(24 * 365 * 4, 1.0F);
  const auto uses = month_uses(record);
  EXPECT_EQ(uses.size(), months_max);
  EXPECT_EQ(uses.back().month, "2023-12");
  EXPECT_TRUE(month_uses({.meter = "none", .first_hour = 0, .kw = {gap, gap}}).empty());
}

}  // namespace
}  // namespace davy::power
