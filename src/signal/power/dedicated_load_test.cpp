#include "signal/power/dedicated_load.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

power::PowerRecord even_account(int days, float kw) {
  power::PowerRecord record{
      .meter = "even", .first_hour = estate_first_day * 24, .kw = {}, .quality = {}};
  std::mt19937 random(7);
  std::normal_distribution<float> noise(0, 0.015F);
  for (int h = 0; h < days * 24; ++h) record.kw.push_back(kw * (1 + noise(random)));
  return record;
}

TEST(DedicatedLoad, an_even_account_is_one) {
  const auto load = dedicated_load(even_account(120, 65));
  ASSERT_TRUE(load);
  EXPECT_NEAR(load->last.mean_kw, 65, 1);
  EXPECT_TRUE(load->since_before_record);
  EXPECT_NEAR(load->kwh, 65.0 * 24 * 112, 65.0 * 24 * 2);  // four whole windows
  EXPECT_LT(load->kw_lower, 65);
  EXPECT_GT(load->kw_upper, 65);
}

TEST(DedicatedLoad, four_weeks_are_enough) { EXPECT_TRUE(dedicated_load(even_account(28, 3.25F))); }

TEST(DedicatedLoad, a_building_is_none) {
  EXPECT_FALSE(dedicated_load(made_building(1, 200)));
  EXPECT_FALSE(dedicated_load(power::PowerRecord{}));
}

TEST(DedicatedLoad, days_off_are_left_out) {
  power::PowerRecord record = even_account(120, 65);
  for (int day = 10; day < 120; day += 10)
    for (int h = 0; h < 24; ++h) record.kw[static_cast<std::size_t>(day * 24 + h)] = 0.2F;
  EXPECT_TRUE(dedicated_load(record));
}

TEST(DedicatedLoad, a_flat_vacation_makes_no_mine_of_a_building) {
  power::PowerRecord record = made_building(1, 400);
  for (std::size_t h = 320 * 24; h < record.kw.size(); ++h) record.kw[h] = 12;
  EXPECT_FALSE(dedicated_load(record));
}

TEST(DedicatedLoad, says_that_a_server_room_looks_alike) {
  const Signal signal = dedicated_load_signal(*dedicated_load(even_account(120, 65)));
  EXPECT_NE(signal.reasons[0].evidence.find("server room"), std::string::npos);
  EXPECT_EQ(signal.independence_group, "load");
}

}  // namespace
}  // namespace davy::signal
