#include "signal/power/closed_load.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

using State = Closure::State;

constexpr int days = 220;
constexpr power::Day closed_on = estate_first_day + 60;
constexpr float mine_kw = 60;
constexpr float rest_kw = 6;

// A building of about 6 kW in which a mine ran until ten in the morning of the day it was closed on.
power::PowerRecord closed_mine(int length = days, float kw = mine_kw) {
  power::PowerRecord record = made_building(2, length, rest_kw);
  add_load(record, 0, kw);
  add_load(record, closed_on * 24 + 10, -kw);
  return record;
}

void make_gap(power::PowerRecord& record, power::Day first, power::Day end) {
  for (power::Hour h = first * 24; h < std::min(end * 24, record.end_hour()); ++h)
    record.kw[static_cast<std::size_t>(h - record.first_hour)] = power::gap;
}

TEST(ClosedLoad, what_stays_closed_is_at_its_floor) {
  const Closure c = after_closure(closed_mine(), closed_on, std::nullopt);
  EXPECT_EQ(c.state, State::at_its_floor);
  EXPECT_FALSE(c.finding);
  EXPECT_NEAR(c.before_kw, mine_kw + 7, 4);
  EXPECT_NEAR(c.floor_kw, 7, 2);
  EXPECT_NEAR(c.now_kw, 7, 3);
  EXPECT_EQ(c.closed_on, closed_on);
  EXPECT_EQ(name(c.state), "at_its_floor");
}

TEST(ClosedLoad, what_comes_back_is_found_with_its_onset_and_size) {
  power::PowerRecord record = closed_mine();
  const power::Hour back = (closed_on + 40) * 24 + 16;
  add_load(record, back, 30);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::came_back);
  ASSERT_TRUE(c.finding);
  const AccountFinding& f = *c.finding;
  EXPECT_EQ(f.pattern, "came_back");
  EXPECT_NEAR(f.onset.best, back, 6);
  EXPECT_LE(f.onset.lower, back);
  EXPECT_GE(f.onset.upper, back);
  EXPECT_NEAR(f.kw.best, 30, 2);
  EXPECT_LE(f.kw.lower, 30);
  EXPECT_GE(f.kw.upper, 30);
  EXPECT_NEAR(f.kwh.best, 30 * 24 * 120, 30 * 24 * 12);
  EXPECT_TRUE(f.still_there);
  EXPECT_EQ(f.last_seen, record.end_hour());
  EXPECT_NEAR(c.since, closed_on + 40, 1);
  EXPECT_NEAR(c.now_kw, 36, 3);
}

TEST(ClosedLoad, says_what_looks_alike) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 40) * 24, 30);
  const Signal signal = after_closure(record, closed_on, std::nullopt).finding->signal;
  EXPECT_EQ(signal.detector, "closed_account");
  EXPECT_EQ(signal.independence_group, "load");
  ASSERT_EQ(signal.reasons.size(), 1U);
  EXPECT_NE(signal.reasons[0].evidence.find("closed on 2018-03-02 came back on 2018-04-1"),
            std::string::npos);
  EXPECT_NE(signal.reasons[0].evidence.find("look alike"), std::string::npos);
}

TEST(ClosedLoad, what_comes_back_at_night_only_is_told_as_such) {
  power::PowerRecord record = closed_mine();
  for (power::Hour h = (closed_on + 40) * 24; h < record.end_hour(); ++h)
    if (h % 24 >= 21 || h % 24 < 6)
      record.kw[static_cast<std::size_t>(h - record.first_hour)] += 30;
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::came_back);
  EXPECT_EQ(c.finding->pattern, "came_back_at_night");
  EXPECT_NEAR(c.finding->kw.best, 30, 2);
  EXPECT_NEAR(c.finding->kwh.best, 30 * 9 * 120, 30 * 9 * 20);
  EXPECT_NE(c.finding->signal.reasons[0].evidence.find("at night"), std::string::npos);
}

TEST(ClosedLoad, what_comes_back_and_goes_again_is_told_as_gone) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 40) * 24, 40);
  add_load(record, (closed_on + 70) * 24, -40);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::came_back);
  EXPECT_FALSE(c.finding->still_there);
  EXPECT_NEAR(c.finding->last_seen / 24, closed_on + 70, 1);
  EXPECT_NEAR(c.finding->kwh.best, 40 * 24 * 30, 40 * 24 * 2);
  EXPECT_NEAR(c.now_kw, 6, 2);
}

TEST(ClosedLoad, what_comes_back_within_the_first_days_does_not_pass_as_the_floor) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 6) * 24, mine_kw);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::came_back);
  EXPECT_NEAR(c.floor_kw, 7, 2);
  EXPECT_NEAR(c.since, closed_on + 6, 1);
  power::PowerRecord partly = closed_mine();
  add_load(partly, (closed_on + 6) * 24, mine_kw / 3);
  EXPECT_EQ(after_closure(partly, closed_on, std::nullopt).state, State::came_back);
}

TEST(ClosedLoad, one_day_is_no_return) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 40) * 24, 40);
  add_load(record, (closed_on + 41) * 24, -40);
  EXPECT_EQ(after_closure(record, closed_on, std::nullopt).state, State::at_its_floor);
}

TEST(ClosedLoad, what_never_fell_is_told) {
  power::PowerRecord record = made_building(2, days, rest_kw);
  add_load(record, 0, mine_kw);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::never_fell);
  ASSERT_TRUE(c.finding);
  EXPECT_EQ(c.finding->pattern, "never_fell");
  EXPECT_EQ(c.finding->onset.best / 24, closed_on);
  EXPECT_TRUE(c.finding->still_there);
  EXPECT_EQ(c.finding->kw.lower, 0);
  const Closure told = after_closure(record, closed_on, 7.0F);
  ASSERT_EQ(told.state, State::never_fell);
  EXPECT_NEAR(told.finding->kw.best, mine_kw, 3);
  EXPECT_GT(told.finding->signal.strength_nats, c.finding->signal.strength_nats);
}

TEST(ClosedLoad, what_fell_late_is_told_as_gone) {
  power::PowerRecord record = made_building(2, days, rest_kw);
  add_load(record, 0, mine_kw);
  add_load(record, (closed_on + 50) * 24, -mine_kw);
  const Closure c = after_closure(record, closed_on, 7.0F);
  ASSERT_EQ(c.state, State::never_fell);
  EXPECT_FALSE(c.finding->still_there);
  EXPECT_NEAR(c.finding->last_seen / 24, closed_on + 50, 1);
}

TEST(ClosedLoad, a_small_part_of_an_account_may_look_as_if_it_never_fell_and_says_little) {
  power::PowerRecord record = made_building(2, days, 60);
  add_load(record, 0, 15);
  add_load(record, closed_on * 24, -15);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::never_fell);
  EXPECT_LT(c.finding->signal.strength_nats, 1);
  EXPECT_NE(after_closure(record, closed_on, 60.0F).state, State::never_fell);
}

TEST(ClosedLoad, the_season_of_the_rest_is_no_return) {
  power::PowerRecord record = closed_mine(days, 12);
  for (std::size_t h = 60 * 24; h < record.kw.size(); ++h)  // grows by two thirds until the end
    record.kw[h] += 4 * static_cast<float>(h - 60 * 24) / (160 * 24);
  EXPECT_EQ(after_closure(record, closed_on, std::nullopt).state, State::at_its_floor);
}

TEST(ClosedLoad, people_who_come_back_by_day_are_no_return) {
  power::PowerRecord record = closed_mine();
  for (power::Hour h = (closed_on + 40) * 24; h < record.end_hour(); ++h)
    if (h % 24 >= 9 && h % 24 < 18)
      record.kw[static_cast<std::size_t>(h - record.first_hour)] += 20;
  EXPECT_EQ(after_closure(record, closed_on, std::nullopt).state, State::at_its_floor);
}

TEST(ClosedLoad, it_is_too_early_in_the_first_days) {
  EXPECT_EQ(after_closure(closed_mine(65), closed_on, std::nullopt).state, State::too_early);
  EXPECT_EQ(after_closure(closed_mine(71), closed_on, std::nullopt).state, State::at_its_floor);
}

TEST(ClosedLoad, nobody_looked_is_never_stayed_closed) {
  power::PowerRecord mostly = closed_mine();
  make_gap(mostly, closed_on + 20, closed_on + 130);
  EXPECT_EQ(after_closure(mostly, closed_on, std::nullopt).state, State::not_covered);
  power::PowerRecord of_late = closed_mine();
  make_gap(of_late, closed_on + 150, closed_on + 160);
  EXPECT_EQ(after_closure(of_late, closed_on, std::nullopt).state, State::not_covered);
  power::PowerRecord at_first = closed_mine();
  make_gap(at_first, closed_on, closed_on + 20);
  EXPECT_EQ(after_closure(at_first, closed_on, std::nullopt).state, State::not_covered);
  EXPECT_EQ(after_closure(at_first, closed_on, 7.0F).state, State::at_its_floor);
  power::PowerRecord since = closed_mine();
  make_gap(since, closed_on, estate_first_day + days);
  EXPECT_EQ(after_closure(since, closed_on, 7.0F).state, State::not_covered);
}

TEST(ClosedLoad, a_return_is_told_although_nobody_looked_afterwards) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 20) * 24, 40);
  make_gap(record, closed_on + 40, estate_first_day + days);
  EXPECT_EQ(after_closure(record, closed_on, std::nullopt).state, State::came_back);
}

TEST(ClosedLoad, a_gap_at_the_return_widens_its_onset) {
  power::PowerRecord record = closed_mine();
  add_load(record, (closed_on + 45) * 24, 40);
  make_gap(record, closed_on + 40, closed_on + 50);
  const Closure c = after_closure(record, closed_on, std::nullopt);
  ASSERT_EQ(c.state, State::came_back);
  EXPECT_LE(c.finding->onset.lower, (closed_on + 40) * 24);
  EXPECT_GE(c.finding->onset.upper, (closed_on + 50) * 24);
}

TEST(ClosedLoad, records_without_the_closing_are_not_covered) {
  EXPECT_EQ(after_closure({}, closed_on, std::nullopt).state, State::not_covered);
  EXPECT_EQ(after_closure(closed_mine(), estate_first_day + 3, std::nullopt).state,
            State::not_covered);
  EXPECT_EQ(after_closure(closed_mine(), estate_first_day + days + 50, std::nullopt).state,
            State::not_covered);
  EXPECT_EQ(after_closure(closed_mine(), estate_first_day - 400, 5.0F).state, State::not_covered);
  power::PowerRecord gaps = closed_mine();
  std::ranges::fill(gaps.kw, power::gap);
  const Closure c = after_closure(gaps, closed_on, 5.0F);
  EXPECT_EQ(c.state, State::not_covered);
  EXPECT_EQ(c.now_kw, 0);
}

TEST(ClosedLoad, a_told_floor_above_what_was_drawn_is_not_covered) {
  EXPECT_EQ(after_closure(closed_mine(), closed_on, 500.0F).state, State::not_covered);
}

}  // namespace
}  // namespace davy::signal
