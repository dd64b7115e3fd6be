#include "workbench/energy/hash_rate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "workbench/energy/poisson.hpp"

namespace davy::energy {
namespace {

using testing::DoubleNear;
using testing::HasSubstr;

Timestamp at(double s) { return timestamp_ns(static_cast<std::int64_t>(s * 1e9)); }

flow::ConversationRecord conversation(double duration_s) {
  flow::ConversationRecord out;
  out.miner_spoke = true;
  out.shares.first = at(1'000);
  out.shares.last = at(1'000 + duration_s);
  return out;
}

TEST(PoissonInterval, agrees_with_the_poisson_distribution) {
  struct Row {
    std::uint64_t count;
    double lower, upper;
  };
  // Found by bisection on the cumulative Poisson distribution itself, which the code under test does not use.
  for (const Row& row : {Row{0, 0, 3.6889}, Row{1, 0.0253, 5.5716}, Row{10, 4.7954, 18.3904},
                         Row{100, 81.3640, 121.6268}}) {
    const Interval interval = poisson_interval(row.count);
    EXPECT_THAT(interval.lower, DoubleNear(row.lower, 1e-4)) << row.count;
    EXPECT_THAT(interval.upper, DoubleNear(row.upper, 1e-4)) << row.count;
    EXPECT_EQ(interval.best, static_cast<double>(row.count));
  }
}

TEST(PoissonInterval, joins_its_approximation_without_a_step) {
  const Interval exact = poisson_interval(100'000);
  const Interval approximate = poisson_interval(100'001);
  EXPECT_THAT(approximate.lower - exact.lower, DoubleNear(1, 0.02));
  EXPECT_THAT(approximate.upper - exact.upper, DoubleNear(1, 0.02));
}

TEST(PoissonInterval, survives_the_largest_count) {
  const Interval interval = poisson_interval(~std::uint64_t{0});
  EXPECT_LT(interval.lower, interval.upper);
  EXPECT_TRUE(std::isfinite(interval.upper));
}

RC_GTEST_PROP(PoissonInterval, quantile_inverts_the_distribution, ()) {
  const double shape = 0.5 + *rc::gen::inRange(0, 200'000) / 10.0;
  const double probability = *rc::gen::inRange(1, 1'000) / 1'000.0;
  const double x = gamma_quantile(shape, probability);
  RC_ASSERT(std::abs(regularised_gamma_p(shape, x) - probability) < 1e-8);
}

TEST(HashRate, comes_from_accepted_shares) {
  auto c = conversation(1'000);
  c.shares.submitted = 110;
  c.shares.accepted = c.shares.accepted_with_difficulty = 100;
  c.shares.accepted_hashes = 100 * 25e6;
  const auto rate = estimate_hash_rate(c);
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->hashes_per_s.best, 2.5e6);
  EXPECT_THAT(rate->hashes_per_s.lower, DoubleNear(81.364 * 25e3, 30));
  EXPECT_THAT(rate->hashes_per_s.upper, DoubleNear(121.627 * 25e3, 30));
  EXPECT_EQ(rate->shares, 100U);
  EXPECT_DOUBLE_EQ(rate->duration_s, 1'000);
  EXPECT_EQ(rate->basis, "100 accepted shares × 25.0 MH (mean) in 1,000 s");
}

TEST(HashRate, says_when_it_rests_on_few_shares) {
  auto c = conversation(1'000);
  for (const std::uint64_t shares : {1u, 4u, 5u}) {
    c.shares.accepted = c.shares.accepted_with_difficulty = shares;
    c.shares.accepted_hashes = static_cast<double>(shares) * 1e9;
    const auto rate = estimate_hash_rate(c);
    ASSERT_TRUE(rate);
    EXPECT_EQ(rate->rests_on_few(), shares < 5);
  }
  c.shares.accepted = c.shares.accepted_with_difficulty = 1;
  c.shares.accepted_hashes = 1e9;
  EXPECT_EQ(estimate_hash_rate(c)->basis,
            "1 accepted share × 1.00 GH in 1,000 s; rests on 1 share");
}

TEST(HashRate, says_when_only_submitted_shares_are_known) {
  auto c = conversation(600);
  c.shares.submitted = c.shares.submitted_with_difficulty = 10;
  c.shares.submitted_hashes = 10 * 6e3;
  const auto rate = estimate_hash_rate(c);
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->hashes_per_s.best, 100);
  EXPECT_THAT(rate->basis, HasSubstr("submitted shares, no acceptance of which was captured"));
}

TEST(HashRate, counts_shares_of_unknown_difficulty_at_the_mean_and_says_so) {
  auto c = conversation(100);
  c.shares.accepted = 20;
  c.shares.accepted_with_difficulty = 5;
  c.shares.accepted_hashes = 5 * 1e3;
  const auto rate = estimate_hash_rate(c);
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->hashes_per_s.best, 200);
  EXPECT_THAT(rate->basis, HasSubstr("difficulty known for 5 of them"));
}

TEST(HashRate, no_share_in_a_long_time_is_an_upper_bound) {
  auto c = conversation(3'600);
  c.hashes_per_share = 3.6e9;
  const auto rate = estimate_hash_rate(c);
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->hashes_per_s.lower, 0);
  EXPECT_EQ(rate->hashes_per_s.best, 0);
  EXPECT_THAT(rate->hashes_per_s.upper, DoubleNear(3.6889e6, 100));
  EXPECT_EQ(rate->basis, "no share of 3.60 GH in 3,600 s: upper bound only");
}

TEST(HashRate, is_not_guessed) {
  auto short_one = conversation(59);
  short_one.shares.accepted = short_one.shares.accepted_with_difficulty = 9;
  short_one.shares.accepted_hashes = 9e6;
  EXPECT_FALSE(estimate_hash_rate(short_one));

  auto no_difficulty = conversation(3'600);
  no_difficulty.shares.accepted = 9;
  EXPECT_FALSE(estimate_hash_rate(no_difficulty));

  auto pool_side_only = conversation(3'600);
  pool_side_only.miner_spoke = false;
  pool_side_only.hashes_per_share = 1e9;
  EXPECT_FALSE(estimate_hash_rate(pool_side_only));

  auto backwards = conversation(-100);
  backwards.shares.accepted = backwards.shares.accepted_with_difficulty = 9;
  backwards.shares.accepted_hashes = 9e6;
  EXPECT_FALSE(estimate_hash_rate(backwards));
}

}  // namespace
}  // namespace davy::energy
