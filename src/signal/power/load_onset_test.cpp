#include "signal/power/load_onset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace davy::signal {
namespace {

constexpr Eigen::Index days = 160, onset_day = 140;
constexpr auto per_day = static_cast<Eigen::Index>(blocks_per_day);
constexpr float noise = 0.03F;

// Noise that looks drawn, the same in every run.
float noise_at(Eigen::Index day, Eigen::Index block) {
  return noise * std::sin(static_cast<float>(day * 37 + block * 11) * 12.9898F);
}

template <class Load>
Residuals residuals_with(Load load) {
  Residuals r{.shares = Eigen::MatrixXf(days, static_cast<Eigen::Index>(channel_count)),
              .reference_mean_kw = 100,
              .reference_days = 118};
  for (Eigen::Index day = 0; day < days; ++day)
    for (Eigen::Index c = 0; c < r.shares.cols(); ++c)
      r.shares(day, c) = noise_at(day, c) + (c < per_day ? load(day * per_day + c) : 0);
  return r;
}

std::optional<OnsetFit> fit(const Residuals& r, BlockFigures profile = {1, 1, 1, 1, 1, 1, 1, 1}) {
  return fit_onset(r, block_weights(r), profile);
}

Eigen::Index apart(Eigen::Index a, Eigen::Index b) { return std::abs(a - b); }

bool is_night(Eigen::Index block) { return block % per_day < 2 || block % per_day == 7; }

TEST(LoadOnset, a_step_is_placed_on_its_block) {
  constexpr Eigen::Index onset = onset_day * per_day + 5;
  const auto found = fit(residuals_with([](auto b) { return b >= onset ? 0.3F : 0.0F; }));
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->is_rising);
  EXPECT_EQ(found->onset, onset);
  EXPECT_LE(found->earliest, onset);
  EXPECT_GE(found->latest, onset);
}

TEST(LoadOnset, a_rise_is_placed_where_it_began) {
  constexpr Eigen::Index onset = (onset_day - 5) * per_day;
  const auto found = fit(residuals_with([](auto b) {
    return 0.4F * static_cast<float>(std::max<Eigen::Index>(0, b - onset)) /
           static_cast<float>(days * per_day - onset);
  }));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_rising);
  EXPECT_TRUE(found->may_rise);
  EXPECT_LE(apart(found->onset, onset), 2 * per_day);
  EXPECT_NEAR(found->risen, 0.4F, 0.04F);
  EXPECT_LE(found->earliest, onset);
  EXPECT_GE(found->latest, onset);
}

// Six of ten hours of a day that tell nothing are not asked.
TEST(LoadOnset, a_profile_of_the_night_leaves_the_day_out) {
  constexpr Eigen::Index onset = onset_day * per_day + 7;
  auto r = residuals_with([](auto b) { return b >= onset && is_night(b) ? 0.1F : 0.0F; });
  for (Eigen::Index day = 128; day < 136; ++day)
    for (Eigen::Index c = 2; c < 7; ++c) r.shares(day, c) += 0.2F;
  const auto found = fit(r, {0.1F, 0.1F, 0, 0, 0, 0, 0, 0.1F});
  ASSERT_TRUE(found);
  EXPECT_LE(apart(found->onset, onset), 1);
  EXPECT_LE(apart(found->step, onset), 1);
}

TEST(LoadOnset, gaps_move_nothing) {
  constexpr Eigen::Index onset = onset_day * per_day;
  auto r = residuals_with([](auto b) { return b >= onset ? 0.3F : 0.0F; });
  for (Eigen::Index day = 120; day < days; day += 3) r.shares.row(day).setConstant(power::gap);
  const auto found = fit(r);
  ASSERT_TRUE(found);
  EXPECT_LE(apart(found->onset, onset), 1);
}

TEST(LoadOnset, a_fall_is_no_onset) {
  const auto found =
      fit(residuals_with([](auto b) { return b >= onset_day * per_day ? -0.3F : 0.3F; }));
  // Whatever it calls the best of them is the noise's.
  EXPECT_LT(found ? found->risen : 0, 0.1F);
}

TEST(LoadOnset, too_few_days_are_none) {
  Residuals r{.shares = Eigen::MatrixXf::Zero(2, static_cast<Eigen::Index>(channel_count)),
              .reference_mean_kw = 1,
              .reference_days = 2};
  EXPECT_FALSE(fit(r));
}

}  // namespace
}  // namespace davy::signal
