#include "signal/power/hidden_load.hpp"

#include <gtest/gtest.h>

#include "signal/power/account_window.hpp"
#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

constexpr int days = 300;
constexpr power::Day onset_day = estate_first_day + 240;

std::vector<HiddenLoad> found_in(const std::vector<power::PowerRecord>& estate,
                                 unsigned threads = 1) {
  return hidden_loads(estate, {}, {.rate = usual_rate, .threads = threads, .progress = {}});
}

TEST(HiddenLoad, nothing_is_found_where_nothing_came) {
  EXPECT_TRUE(found_in(made_estate(8, days)).empty());
}

TEST(HiddenLoad, a_load_is_found_with_its_onset_and_size) {
  auto estate = made_estate(8, days);
  add_load(estate[3], onset_day * 24 + 9, 12);
  const auto found = found_in(estate);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].meter, 3U);
  EXPECT_NEAR(found[0].step.onset.best, onset_day * 24 + 9, 24);
  EXPECT_LE(found[0].step.onset.lower, onset_day * 24 + 9);
  EXPECT_GE(found[0].step.onset.upper, onset_day * 24 + 9);
  EXPECT_NEAR(found[0].step.kw.best, 12, 1.5);
  EXPECT_LE(found[0].step.kw.lower, 12);
  EXPECT_GE(found[0].step.kw.upper, 12);
  EXPECT_EQ(found[0].step.pattern, LoadPattern::constant);
  EXPECT_TRUE(found[0].still_there);
  EXPECT_NEAR(found[0].kwh.best, 12 * 24 * (days - 240), 12 * 24 * 8);
  EXPECT_FALSE(found[0].drawn_kw.empty());
  EXPECT_EQ(found[0].drawn_kw.size(), found[0].expected_kw.size());
}

TEST(HiddenLoad, a_load_at_night_only_is_told_as_such) {
  auto estate = made_estate(8, days);
  for (power::Hour h = onset_day * 24; h < estate[2].end_hour(); ++h)
    if (h % 24 >= 21 || h % 24 < 6)
      estate[2].kw[static_cast<std::size_t>(h - estate[2].first_hour)] += 12;
  const auto found = found_in(estate);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].step.pattern, LoadPattern::night_only);
  EXPECT_NEAR(found[0].step.kw.best, 12, 2.5);
}

TEST(HiddenLoad, a_load_that_goes_again_is_told_as_gone) {
  auto estate = made_estate(8, days);
  add_load(estate[5], (onset_day - 60) * 24, 20);
  add_load(estate[5], (onset_day - 10) * 24, -20);
  const auto found = found_in(estate);
  ASSERT_FALSE(found.empty());
  EXPECT_FALSE(found[0].still_there);
  EXPECT_NEAR(found[0].last_seen / 24, onset_day - 10, 8);
  EXPECT_LT(hidden_load_signal(found[0], usual_rate).strength_nats, 1.5);
}

TEST(HiddenLoad, what_all_accounts_do_is_no_finding) {
  auto estate = made_estate(12, days);
  for (power::PowerRecord& record : estate) add_load(record, onset_day * 24, 0.3F * record.kw[0]);
  EXPECT_TRUE(found_in(estate).empty());
}

// Three accounts, one of which cools: the others cannot tell a heat wave.
TEST(HiddenLoad, a_heat_wave_is_none_where_temperatures_are_known) {
  auto estate = made_estate(3, 700);
  power::PowerRecord temperature{.meter = "roof", .first_hour = estate[0].first_hour};
  for (int day = 0; day < 700; ++day) {
    const bool wave = (day > 300 && day < 345) || (day > 620 && day < 665);
    for (int h = 0; h < 24; ++h) {
      temperature.kw.push_back(wave ? 31 : 18);
      if (wave) estate[1].kw[static_cast<std::size_t>(day * 24 + h)] += 9;
    }
  }
  const HiddenLoadOptions options{.rate = usual_rate, .threads = 1, .progress = {}};
  const auto late = [](const std::vector<HiddenLoad>& found) {
    return std::ranges::count_if(
        found, [](const HiddenLoad& load) { return load.alarm > estate_first_day + 600; });
  };
  EXPECT_GT(late(hidden_loads(estate, {}, options)), 0);
  EXPECT_EQ(late(hidden_loads(estate, {.calendar = {}, .temperature_c = temperature}, options)), 0);
}

TEST(Surroundings, degrees_are_told_of_days_that_are_known) {
  power::PowerRecord roof{.meter = "roof", .first_hour = 240};
  roof.kw.assign(24, 5);
  roof.kw.resize(36, 25);
  EXPECT_EQ(degree_day(roof, 10).heating, 10);
  EXPECT_EQ(degree_day(roof, 10).cooling, 0);
  EXPECT_EQ(degree_day(roof, 11).cooling, 5);
  EXPECT_TRUE(power::is_gap(degree_day(roof, 12).heating));
}

TEST(HiddenLoad, threads_change_nothing) {
  auto estate = made_estate(6, days);
  add_load(estate[1], onset_day * 24, 9);
  const auto one = found_in(estate, 1);
  const auto three = found_in(estate, 3);
  ASSERT_EQ(one.size(), three.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].score, three[i].score);
    EXPECT_EQ(one[i].step.kw.best, three[i].step.kw.best);
    EXPECT_EQ(one[i].drawn_kw.size(), three[i].drawn_kw.size());
  }
}

TEST(HiddenLoad, too_short_a_history_is_no_week) {
  const auto estate = made_estate(3, 140);
  EXPECT_EQ(weeks_looked_at(estate), 0U);
  EXPECT_TRUE(found_in(estate).empty());
  EXPECT_GT(weeks_looked_at(made_estate(1, 160)), 0U);
}

TEST(HiddenLoad, gaps_are_no_load) {
  auto estate = made_estate(6, days);
  for (std::size_t h = 5'000; h < 6'000; ++h) estate[2].kw[h] = power::gap;
  EXPECT_TRUE(found_in(estate).empty());
}

// An apportioned sub-meter carries the same load: with it as a witness, the load would explain itself.
TEST(ControlPanel, a_copy_of_an_account_is_no_witness) {
  auto estate = made_estate(6, days);
  estate.push_back(estate[0]);
  for (float& kw : estate.back().kw) kw *= 0.4F;
  const ControlPanel panel(estate, {});
  const ReferenceWindow all{panel.first_day(), panel.end_day(), panel.end_day()};
  EXPECT_TRUE(panel.is_copy(0, 6, all));
  EXPECT_TRUE(panel.is_copy(6, 0, all));
  EXPECT_FALSE(panel.is_copy(0, 1, all));
}

TEST(AccountWindow, a_reference_ends_six_weeks_before_what_is_judged) {
  const auto estate = made_estate(2, days);
  const ControlPanel panel(estate, {});
  const auto window = window_ending(panel, panel.end_day());
  ASSERT_TRUE(window);
  EXPECT_EQ(window->end - window->reference_end, frozen_days);
  EXPECT_FALSE(window_ending(panel, panel.first_day() + 100));
  EXPECT_FALSE(window_ending(panel, panel.end_day() + 1));
}

}  // namespace
}  // namespace davy::signal
