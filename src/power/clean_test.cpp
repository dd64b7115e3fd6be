#include "power/clean.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace davy::power {
namespace {

// A building that wakes and sleeps, with a little of everything.
PowerRecord building(std::size_t hours) {
  PowerRecord record;
  for (std::size_t h = 0; h < hours; ++h)
    record.kw.push_back(20 + 8 * static_cast<float>(std::sin(static_cast<double>(h) * 0.2618)) +
                        0.01F * static_cast<float>(h * 7919 % 100));
  return record;
}

TEST(Clean, a_sound_record_stays_as_it_is) {
  PowerRecord record = building(1'000);
  const std::vector<float> before = record.kw;
  clean(record);
  EXPECT_EQ(record.kw, before);
}

TEST(Clean, zeros_of_what_is_never_off_are_gaps) {
  PowerRecord record = building(1'000);
  record.kw[500] = 0;
  clean(record);
  EXPECT_TRUE(is_gap(record.kw[500]));
  EXPECT_EQ(record.quality[Flaw::zero], 1U);
}

TEST(Clean, a_load_that_is_off_at_times_keeps_its_zeros) {
  PowerRecord record = building(1'000);
  for (std::size_t h = 0; h < record.kw.size(); ++h)
    if (h % 24 < 12) record.kw[h] = h % 2 == 0 ? 0 : 0.01F;
  clean(record);
  EXPECT_EQ(record.quality[Flaw::zero], 0U);
}

TEST(Clean, a_day_of_the_very_same_value_is_stuck) {
  PowerRecord record = building(1'000);
  for (std::size_t h = 300; h < 330; ++h) record.kw[h] = 17.23F;
  clean(record);
  EXPECT_EQ(record.quality[Flaw::stuck], 30U);
  EXPECT_TRUE(is_gap(record.kw[310]));
}

TEST(Clean, an_even_load_on_a_coarse_meter_is_not_stuck) {
  PowerRecord record;
  for (int h = 0; h < 1'000; ++h) record.kw.push_back(h % 97 == 0 ? 3.1F : 3.2F);
  clean(record);
  EXPECT_EQ(record.quality[Flaw::stuck], 0U);
}

TEST(Clean, what_is_read_at_once_after_a_gap_is_a_spike) {
  PowerRecord record = building(1'000);
  record.kw[700] = 900;
  clean(record);
  EXPECT_TRUE(is_gap(record.kw[700]));
  EXPECT_EQ(record.quality[Flaw::spike], 1U);
}

TEST(Clean, too_few_hours_are_left_alone) {
  PowerRecord record = building(100);
  record.kw[50] = 0;
  clean(record);
  EXPECT_EQ(record.kw[50], 0);
}

}  // namespace
}  // namespace davy::power
