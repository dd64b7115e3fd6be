#include "power/meter_book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace davy::power {
namespace {

constexpr LocalSecond hour_s = 3600;
constexpr LocalSecond day_s = 86'400;
constexpr LocalSecond begin = 17'532 * day_s;  // 2018-01-01

struct Reading {
  LocalSecond start;
  double value;
};

PowerRecord record_of(const std::vector<Reading>& readings, Quantity quantity = Quantity::energy,
                      std::int64_t interval_s = 0) {
  MeterBook book;
  const MeterNumber meter = book.meter("m", quantity);
  for (const Reading& one : readings) book.reading(meter, one.start, one.value, interval_s);
  return book.finish().at(0);
}

std::vector<Reading> even(LocalSecond from, LocalSecond step_s, int count, double value) {
  std::vector<Reading> readings;
  for (int i = 0; i < count; ++i) readings.push_back({from + i * step_s, value});
  return readings;
}

std::vector<Reading> joined(std::vector<Reading> first, const std::vector<Reading>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

TEST(MeterBook, energy_of_an_interval_is_power_over_it) {
  for (const int minutes : {1, 5, 10, 15, 30, 60}) {
    const PowerRecord record = record_of(even(begin, minutes * 60, 48 * 60 / minutes, 1.5));
    ASSERT_EQ(record.kw.size(), 48u) << minutes;
    EXPECT_EQ(record.first_hour, 17'532 * 24);
    for (const float kw : record.kw) EXPECT_NEAR(kw, 1.5 * 60 / minutes, 1e-4) << minutes;
  }
}

TEST(MeterBook, power_is_its_mean) {
  const PowerRecord record =
      record_of({{begin, 1}, {begin + 1800, 3}, {begin + hour_s, 5}, {begin + hour_s + 1800, 5}},
                Quantity::power);
  EXPECT_FLOAT_EQ(record.at(17'532 * 24), 2);
  EXPECT_FLOAT_EQ(record.at(17'532 * 24 + 1), 5);
}

TEST(MeterBook, intervals_may_change) {
  const PowerRecord record =
      record_of(joined(even(begin, 900, 4 * 24, 1), even(begin + day_s, hour_s, 24, 4)));
  ASSERT_EQ(record.kw.size(), 48u);
  for (const float kw : record.kw) EXPECT_FLOAT_EQ(kw, 4);
}

TEST(MeterBook, missing_readings_are_not_zero_and_not_stretched) {
  std::vector<Reading> readings = even(begin, 900, 4 * 24, 1);
  readings.erase(readings.begin() + 41, readings.begin() + 44);  // 10:15 to 10:45
  readings.erase(readings.begin() + 21);                         // 05:15
  const PowerRecord record = record_of(readings);
  EXPECT_FLOAT_EQ(record.kw[5], 4);
  EXPECT_TRUE(is_gap(record.kw[10]));
  EXPECT_EQ(record.quality[Flaw::incomplete_hour], 1u);
}

TEST(MeterBook, days_do_not_tell_hours) {
  const PowerRecord record = record_of(even(begin, day_s, 30, 24));
  EXPECT_TRUE(std::ranges::all_of(record.kw, is_gap));
  EXPECT_EQ(record.quality[Flaw::too_coarse], 30u);
  EXPECT_EQ(record_of(even(begin, day_s, 3, 24), Quantity::energy, day_s).quality[Flaw::too_coarse],
            3u);
}

TEST(MeterBook, the_first_of_two_values_is_kept) {
  std::vector<Reading> readings = even(begin, 900, 4 * 24, 1);
  readings = joined(readings, even(begin, 900, 4 * 12, 1));
  readings = joined(readings, even(begin + day_s / 2, 900, 4 * 12, 2));
  const PowerRecord record = record_of(readings);
  for (const float kw : record.kw) EXPECT_FLOAT_EQ(kw, 4);
  EXPECT_EQ(record.quality[Flaw::duplicate], 48u);
  EXPECT_EQ(record.quality[Flaw::contradiction], 48u);
}

TEST(MeterBook, values_that_cannot_be_are_counted_and_left_out) {
  const double nan = std::nan("");
  const PowerRecord record = record_of({{begin, 1},
                                        {begin + 900, -1},
                                        {begin + 1800, 1},
                                        {begin + 2700, nan},
                                        {begin + hour_s, 1e12}});
  EXPECT_EQ(record.quality[Flaw::negative], 1u);
  EXPECT_EQ(record.quality[Flaw::unreadable_value], 1u);
  EXPECT_EQ(record.quality[Flaw::impossible], 1u);
}

TEST(MeterBook, a_register_counts_up) {
  std::vector<Reading> readings;
  for (int i = 0; i <= 48; ++i) readings.push_back({begin + i * hour_s, 123'456.7 + 2.5 * i});
  const PowerRecord record = record_of(readings, Quantity::energy_register);
  for (int hour = 0; hour < 48; ++hour)
    EXPECT_NEAR(record.kw[static_cast<std::size_t>(hour)], 2.5, 1e-4);
  EXPECT_TRUE(is_gap(record.kw[48]));
}

TEST(MeterBook, a_register_rolls_over_or_is_reset) {
  const auto hours = [](std::vector<double> kwh) {
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < kwh.size(); ++i)
      readings.push_back({begin + static_cast<LocalSecond>(i) * hour_s, kwh[i]});
    return record_of(readings, Quantity::energy_register);
  };
  const PowerRecord rolled = hours({99'990, 99'996, 4, 12});
  EXPECT_NEAR(rolled.kw[1], 8, 1e-4);
  EXPECT_EQ(rolled.quality[Flaw::register_reset], 0u);
  const PowerRecord reset = hours({52'000, 52'010, 3, 13});
  EXPECT_TRUE(is_gap(reset.kw[1]));
  EXPECT_NEAR(reset.kw[2], 10, 1e-4);
  EXPECT_EQ(reset.quality[Flaw::register_reset], 1u);
}

TEST(MeterBook, one_absurd_time_wipes_nothing) {
  const LocalSecond year_2106 = 49'674 * day_s;
  std::vector<Reading> readings = even(begin, hour_s, 24 * 30, 1);
  readings.insert(readings.begin() + 100, {year_2106, 1});
  readings.insert(readings.begin(), {0, 1});
  const PowerRecord record = record_of(readings);
  EXPECT_EQ(record.kw.size(), 24u * 30);
  EXPECT_EQ(record.quality[Flaw::outside_bounds], 2u);
}

TEST(MeterBook, the_newest_hours_are_kept) {
  const auto hours = static_cast<int>(limits::meter_hours_each_max);
  const PowerRecord record = record_of(even(begin, hour_s, hours + 100, 1));
  EXPECT_EQ(record.kw.size(), limits::meter_hours_each_max);
  EXPECT_EQ(record.first_hour, 17'532 * 24 + 100);
  EXPECT_EQ(record.quality[Flaw::outside_bounds], 100u);
}

TEST(MeterBook, meters_beyond_the_bound_are_counted) {
  MeterBook book;
  for (std::size_t i = 0; i < limits::meters_max; ++i)
    book.meter("m" + std::to_string(i), Quantity::energy);
  const MeterNumber refused = book.meter("one more", Quantity::energy);
  book.reading(refused, begin, 1);
  EXPECT_EQ(refused, MeterBook::refused_meter);
  EXPECT_EQ(book.refused_meters(), 1u);
  EXPECT_EQ(book.refused_readings(), 1u);
}

TEST(MeterBook, an_hour_that_repeats_is_averaged) {
  MeterBook book;
  const MeterNumber meter = book.meter("m", Quantity::energy);
  for (int i = 0; i < 24; ++i) {
    const LocalPass pass = i == 2 ? LocalPass::first : LocalPass::only;
    book.reading(meter, moment(begin + i * hour_s, pass), 1.0);
    if (i == 2) book.reading(meter, moment(begin + i * hour_s, LocalPass::second), 3.0);
  }
  const PowerRecord record = book.finish().at(0);
  EXPECT_FLOAT_EQ(record.kw[1], 1);
  EXPECT_FLOAT_EQ(record.kw[2], 2);
  EXPECT_EQ(record.quality[Flaw::contradiction], 0u);
}

TEST(MeterBook, seconds_become_minutes) {
  const PowerRecord record = record_of(even(begin, 10, 6 * 60 * 2, 3), Quantity::power);
  ASSERT_EQ(record.kw.size(), 2u);
  EXPECT_FLOAT_EQ(record.kw[0], 3);
  EXPECT_FLOAT_EQ(record.kw[1], 3);
}

TEST(MeterBook, side_quantities_are_no_records) {
  MeterBook book;
  book.reading(book.meter("m", Quantity::temperature), begin, -5, 3600);
  book.reading(book.meter("m", Quantity::energy), begin, 5, 3600);
  EXPECT_EQ(book.finish().size(), 1u);
  ASSERT_EQ(book.side_records().size(), 1u);
  EXPECT_FLOAT_EQ(book.side_records()[0].means.kw.at(0), -5);
}

TEST(MeterBook, readings_late_in_each_hour) {
  std::vector<Reading> readings;
  for (int hour = 0; hour < 24; ++hour)
    for (const int minute : {40, 55}) readings.push_back({begin + hour * hour_s + minute * 60, 2});
  for (const float kw : record_of(readings, Quantity::power).kw) EXPECT_FLOAT_EQ(kw, 2);
}

TEST(MeterBook, several_that_agree_move_the_hours_that_are_kept) {
  const LocalSecond later = begin + 3000 * day_s;
  const PowerRecord record =
      record_of(joined(even(begin, hour_s, 48, 1), even(later, hour_s, 240, 2)));
  EXPECT_EQ(record.first_hour, later / hour_s);
  EXPECT_EQ(record.kw.size(), 240u);
  EXPECT_EQ(record.quality[Flaw::outside_bounds], 48u);
}

TEST(MeterBook, years_between_readings_take_little) {
  MeterBook book;
  for (int i = 0; i < 1000; ++i) {
    const MeterNumber meter = book.meter(std::to_string(i), Quantity::energy);
    book.reading(meter, begin, 1);
    book.reading(meter, begin + 1400 * day_s, 1);
  }
  EXPECT_LT(book.octets(), 6'000'000u);
}

RC_GTEST_PROP(MeterBook, the_order_of_a_registers_readings_does_not_matter, ()) {
  const int step_min = *rc::gen::element(15, 30, 60);
  std::vector<Reading> readings;
  double kwh = 99'000;
  for (int i = 0, count = *rc::gen::inRange(2, 200); i < count; ++i) {
    kwh += *rc::gen::inRange(0, 100) * 0.25;
    readings.push_back({begin + i * step_min * 60, std::fmod(kwh, 100'000)});
  }
  std::vector<Reading> reversed = readings;
  std::ranges::reverse(reversed);
  const PowerRecord first = record_of(readings, Quantity::energy_register);
  const PowerRecord second = record_of(reversed, Quantity::energy_register);
  RC_ASSERT(first.first_hour == second.first_hour);
  RC_ASSERT(first.kw.size() == second.kw.size());
  for (std::size_t i = 0; i < first.kw.size(); ++i)
    RC_ASSERT(first.kw[i] == second.kw[i] || (is_gap(first.kw[i]) && is_gap(second.kw[i])));
}

// What one meter told, in any order: the same hours.
RC_GTEST_PROP(MeterBook, the_order_of_readings_does_not_matter, ()) {
  const int step_min = *rc::gen::element(1, 5, 10, 15, 30, 60);
  const int count = *rc::gen::inRange(1, 300);
  std::vector<Reading> readings;
  for (int i = 0; i < count; ++i)
    if (*rc::gen::weightedElement<bool>({{9, true}, {1, false}}))
      readings.push_back({begin + i * step_min * 60, *rc::gen::inRange(1, 50) * 0.25});
  RC_PRE(!readings.empty());
  const Quantity quantity = *rc::gen::element(Quantity::power, Quantity::energy);
  std::vector<Reading> shuffled = readings;
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  const PowerRecord first = record_of(readings, quantity);
  const PowerRecord second = record_of(shuffled, quantity);
  RC_ASSERT(first.first_hour == second.first_hour);
  RC_ASSERT(first.kw.size() == second.kw.size());
  for (std::size_t i = 0; i < first.kw.size(); ++i) {
    RC_ASSERT(is_gap(first.kw[i]) == is_gap(second.kw[i]));
    if (!is_gap(first.kw[i])) RC_ASSERT(std::abs(first.kw[i] - second.kw[i]) < 1e-3F);
  }
}

}  // namespace
}  // namespace davy::power
