#include "workbench/trial/load_trial.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "signal/power/estate_test_support.hpp"

namespace davy::trial {
namespace {

constexpr int days = 260;

TrialOutcome tried(std::vector<TrialLoad> loads, unsigned threads = 1) {
  const auto estate = signal::made_estate(6, days);
  return run_trial(estate, {},
                   {.loads = std::move(loads),
                    .rates = {0.5},
                    .onsets = 2,
                    .seed = 3,
                    .threads = threads,
                    .progress = {}});
}

TEST(LoadTrial, large_loads_are_found_and_tiny_ones_are_not) {
  const TrialOutcome outcome =
      tried({{Pattern::constant, 1.0F, 0}, {Pattern::constant, 0.001F, 0}});
  ASSERT_EQ(outcome.rates.size(), 1U);
  EXPECT_EQ(outcome.meters, 6U);
  const auto& loads = outcome.rates[0].loads;
  EXPECT_EQ(loads[0].placed, 12U);
  EXPECT_GE(loads[0].found, 10U);
  EXPECT_LE(loads[1].found, 2U);
  EXPECT_LT(loads[0].size.median, 0.1);
  EXPECT_LE(outcome.rates[0].achieved, 1.0);
}

TEST(LoadTrial, threads_change_nothing) {
  const auto one = tried({{Pattern::night_only, 0.6F, 0}}, 1);
  const auto three = tried({{Pattern::night_only, 0.6F, 0}}, 3);
  EXPECT_EQ(one.rates[0].threshold, three.rates[0].threshold);
  EXPECT_EQ(one.rates[0].loads[0].found, three.rates[0].loads[0].found);
}

TEST(LoadTrial, copies_take_part_once) {
  auto estate = signal::made_estate(5, days);
  estate.push_back(estate[2]);
  const auto outcome = run_trial(
      estate, {}, {.loads = {}, .rates = {}, .onsets = 1, .seed = 1, .threads = 1, .progress = {}});
  EXPECT_EQ(outcome.meters, 5U);
  EXPECT_EQ(outcome.copies_left_out, 1U);
}

TEST(LoadTrial, short_histories_give_nothing) {
  const auto estate = signal::made_estate(3, 100);
  const TrialOutcome outcome = run_trial(
      estate, {}, {.loads = {}, .rates = {}, .onsets = 1, .seed = 1, .threads = 1, .progress = {}});
  EXPECT_EQ(outcome.meters, 0U);
  EXPECT_EQ(outcome.meters_too_short, 3U);
}

TEST(LoadPattern, each_has_its_hours) {
  const power::Hour onset = 24 * 1'000;
  double night = 0, day = 0, half = 0;
  for (power::Hour h = onset; h < onset + 24 * 200; ++h) {
    const bool is_day = h % 24 >= 9 && h % 24 < 17;
    (is_day ? day : night) += load_share(Pattern::night_only, h, onset, 1);
    half += load_share(Pattern::half_duty, h, onset, 1);
  }
  EXPECT_EQ(day, 0);
  EXPECT_GT(night, 1'500);
  EXPECT_NEAR(half / (24 * 200), 0.98, 0.01);  // of what an hour that is on shows
  EXPECT_EQ(hourly_share(Pattern::half_duty), 0.5F);
  EXPECT_EQ(load_share(Pattern::constant, onset - 1, onset, 1), 0);
  EXPECT_LT(load_share(Pattern::ramp, onset + 24, onset, 1), 0.1F);
}

TEST(LoadPattern, the_same_seed_gives_the_same_load) {
  for (const Pattern pattern : all_patterns)
    EXPECT_EQ(load_share(pattern, 5'000, 10, 7), load_share(pattern, 5'000, 10, 7));
}

}  // namespace
}  // namespace davy::trial
