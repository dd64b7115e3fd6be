#include "signal/power/phase_imbalance.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

constexpr int days = 300;
constexpr power::Day onset_day = estate_first_day + 240;
constexpr float rack_ampere = 40;

// A building that draws 100 A on each phase, with a noise of its own on each.
struct Phases {
  std::array<power::PowerRecord, 3> of;

  explicit Phases(int length = days, std::array<float, 3> shares = {1, 1.05F, 0.95F}) {
    for (unsigned p = 0; p < 3; ++p) {
      of[p] = made_building(5, length, 100 * shares[p]);
      std::mt19937 random(40 + p);
      std::normal_distribution<float> noise(0, 0.05F);
      for (float& ampere : of[p].kw) ampere *= 1 + noise(random);
    }
  }
  PhaseCurrents pointers() const { return {&of[0], &of[1], &of[2]}; }
  std::optional<AccountFinding> found() const { return phase_imbalance(pointers()); }
  void add(std::size_t phase, power::Hour from, float ampere) { add_load(of[phase], from, ampere); }
};

TEST(PhaseImbalance, three_phases_of_a_building_are_no_finding) {
  EXPECT_FALSE(Phases().found());
  EXPECT_TRUE(phase_episodes(Phases().pointers()).empty());
}

TEST(PhaseImbalance, a_rack_on_one_phase_is_found_with_its_onset_and_size) {
  Phases phases;
  phases.add(1, onset_day * 24 + 10, rack_ampere);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pattern, "one_phase");
  EXPECT_NEAR(found->kw.best, 0.23 * rack_ampere, 1);
  EXPECT_LE(found->kw.lower, 0.23F * rack_ampere);
  EXPECT_GE(found->kw.upper, 0.23F * rack_ampere);
  EXPECT_LE(found->onset.lower, onset_day * 24 + 10);
  EXPECT_GE(found->onset.upper, onset_day * 24 + 10);
  EXPECT_NEAR(found->onset.best, onset_day * 24 + 10, 24);
  EXPECT_TRUE(found->still_there);
  EXPECT_FALSE(found->onset_before_record);
  EXPECT_EQ(found->last_seen, phases.of[0].end_hour());
  EXPECT_NEAR(found->kwh.best, 0.23 * rack_ampere * 24 * 60, 0.23 * rack_ampere * 24 * 8);
}

TEST(PhaseImbalance, says_what_looks_alike) {
  Phases phases;
  phases.add(1, onset_day * 24, rack_ampere);
  const Signal signal = phases.found()->signal;
  EXPECT_EQ(signal.detector, "phase_imbalance");
  EXPECT_EQ(signal.independence_group, "load");
  ASSERT_EQ(signal.reasons.size(), 1U);
  EXPECT_EQ(signal.strength_nats, signal.reasons[0].strength_nats);
  EXPECT_NE(signal.reasons[0].evidence.find("came to phase 2 and stayed"), std::string::npos);
  EXPECT_NE(signal.reasons[0].evidence.find("any single-phase machine"), std::string::npos);
}

TEST(PhaseImbalance, a_load_between_two_phases_is_found) {
  Phases phases;
  phases.add(0, onset_day * 24, rack_ampere);
  phases.add(2, onset_day * 24, rack_ampere);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pattern, "two_phases");
  EXPECT_LE(found->kw.lower, 0.4F * rack_ampere);
  EXPECT_GE(found->kw.upper, 0.46F * rack_ampere);
  EXPECT_NE(found->signal.reasons[0].evidence.find("between phases 1 and 3 and stayed"),
            std::string::npos);
}

TEST(PhaseImbalance, a_load_by_day_only_is_none) {
  Phases phases;
  for (power::Hour h = onset_day * 24; h < phases.of[0].end_hour(); ++h)
    if (h % 24 >= 8 && h % 24 < 19)
      phases.of[0].kw[static_cast<std::size_t>(h - phases.of[0].first_hour)] += rack_ampere;
  EXPECT_FALSE(phases.found());
}

TEST(PhaseImbalance, a_load_on_all_three_phases_is_none) {
  Phases phases;
  for (std::size_t p = 0; p < 3; ++p) phases.add(p, onset_day * 24, rack_ampere);
  EXPECT_FALSE(phases.found());
}

TEST(PhaseImbalance, phases_that_changed_places_are_rewiring) {
  Phases phases(days, {1, 1.5F, 0.6F});
  for (power::Hour h = onset_day * 24; h < phases.of[0].end_hour(); ++h) {
    const auto i = static_cast<std::size_t>(h - phases.of[0].first_hour);
    std::swap(phases.of[1].kw[i], phases.of[2].kw[i]);
  }
  EXPECT_TRUE(phase_episodes(phases.pointers()).empty());
}

TEST(PhaseImbalance, all_three_changing_places_is_rewiring) {
  Phases phases(days, {1, 1.5F, 0.6F});
  for (power::Hour h = onset_day * 24; h < phases.of[0].end_hour(); ++h) {
    const auto i = static_cast<std::size_t>(h - phases.of[0].first_hour);
    std::swap(phases.of[1].kw[i], phases.of[2].kw[i]);
    std::swap(phases.of[0].kw[i], phases.of[1].kw[i]);
  }
  EXPECT_TRUE(phase_episodes(phases.pointers()).empty());
}

TEST(PhaseImbalance, circuits_moved_from_one_phase_to_another_are_rewiring) {
  Phases phases;
  phases.add(0, onset_day * 24, 30);
  phases.add(1, onset_day * 24, -30);
  EXPECT_TRUE(phase_episodes(phases.pointers()).empty());
}

TEST(PhaseImbalance, a_load_that_leaves_a_phase_is_none) {
  Phases phases(days, {1.3F, 1, 1});
  phases.add(0, onset_day * 24, -30);
  EXPECT_TRUE(phase_episodes(phases.pointers()).empty());
}

TEST(PhaseImbalance, a_load_that_went_again_is_told_as_gone) {
  Phases phases;
  phases.add(2, (onset_day - 60) * 24, rack_ampere);
  phases.add(2, (onset_day - 5) * 24, -rack_ampere);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->still_there);
  EXPECT_NEAR(found->last_seen / 24, onset_day - 5, 10);
  EXPECT_LT(found->signal.strength_nats, 1);
}

TEST(PhaseImbalance, an_unused_phase_that_gets_a_rack_is_found) {
  Phases phases;
  // Against phases that are in use its contrast has their seasons: it must be larger than elsewhere.
  std::ranges::fill(phases.of[2].kw, 0.0F);
  phases.add(2, onset_day * 24, 2 * rack_ampere);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->kw.best, 0.23 * 2 * rack_ampere, 2);
}

TEST(PhaseImbalance, a_phase_that_is_always_zero_is_a_single_phase_meter) {
  Phases phases;
  phases.add(0, onset_day * 24, rack_ampere);
  std::ranges::fill(phases.of[1].kw, 0.0F);
  EXPECT_FALSE(phases.found());
}

TEST(PhaseImbalance, a_large_standing_imbalance_counts_for_little) {
  Phases phases(60);
  phases.add(0, 0, 150);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->onset_before_record);
  EXPECT_EQ(found->pattern, "one_phase");
  EXPECT_LT(found->signal.strength_nats, 1);
  EXPECT_LE(found->kw.lower, 0.23F * 150);
  EXPECT_GE(found->kw.upper, 0.23F * 150);
  EXPECT_NE(found->signal.reasons[0].evidence.find("says little"), std::string::npos);
}

TEST(PhaseImbalance, a_small_or_uneven_standing_imbalance_is_none) {
  Phases small(60);
  small.add(0, 0, 20);
  EXPECT_FALSE(small.found());
  // A phase that carries twice the others' swing: unlike by day and by night.
  EXPECT_FALSE(Phases(60, {2, 1, 1}).found());
}

TEST(PhaseImbalance, missing_empty_and_strange_records_are_no_finding) {
  Phases phases;
  phases.add(0, onset_day * 24, rack_ampere);
  EXPECT_FALSE(phase_imbalance({&phases.of[0], nullptr, &phases.of[2]}));
  const power::PowerRecord empty;
  EXPECT_FALSE(phase_imbalance({&phases.of[0], &empty, &phases.of[2]}));
  EXPECT_FALSE(phase_imbalance({&empty, &empty, &empty}));
  power::PowerRecord gaps = phases.of[1];
  std::ranges::fill(gaps.kw, power::gap);
  EXPECT_FALSE(phase_imbalance({&phases.of[0], &gaps, &phases.of[2]}));
  power::PowerRecord later = phases.of[1];
  later.first_hour += days * 24 + 5;
  EXPECT_FALSE(phase_imbalance({&phases.of[0], &later, &phases.of[2]}));
  EXPECT_FALSE(Phases(20).found());
}

TEST(PhaseImbalance, gaps_are_left_out) {
  Phases phases;
  phases.add(1, onset_day * 24, rack_ampere);
  for (std::size_t h = 0; h < phases.of[0].kw.size(); h += 5) phases.of[0].kw[h] = power::gap;
  for (std::size_t h = 100 * 24; h < 120 * 24; ++h) phases.of[2].kw[h] = power::gap;
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->kw.best, 0.23 * rack_ampere, 1);
}

TEST(PhaseImbalance, the_weeks_since_missing_are_no_finding) {
  Phases phases;
  phases.add(1, onset_day * 24, rack_ampere);
  for (std::size_t h = 241 * 24; h < phases.of[1].kw.size(); ++h) phases.of[1].kw[h] = power::gap;
  EXPECT_FALSE(phases.found());
}

TEST(PhaseImbalance, records_that_begin_and_end_elsewhere_share_what_they_have) {
  Phases phases;
  phases.add(1, onset_day * 24, rack_ampere);
  phases.of[0].kw.erase(phases.of[0].kw.begin(), phases.of[0].kw.begin() + 500);
  phases.of[0].first_hour += 500;
  phases.of[2].kw.resize(phases.of[2].kw.size() - 100);
  const auto found = phases.found();
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->onset.best, onset_day * 24, 24);
}

}  // namespace
}  // namespace davy::signal
