#include "signal/network/chance.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace davy::signal {
namespace {

TEST(Chance, binomial_tails_of_small_numbers) {
  EXPECT_NEAR(std::exp(log_binomial_tail(3, 2, .5)), .5, 1e-12);
  EXPECT_NEAR(std::exp(log_binomial_tail(10, 1, .1)), 1 - std::pow(.9, 10), 1e-12);
  EXPECT_NEAR(std::exp(log_binomial_tail(10, 10, .1)), 1e-10, 1e-22);
  EXPECT_NEAR(std::exp(log_binomial_tail(20, 12, .3)), 0.005138, 1e-6);
}

TEST(Chance, far_tails_stay_finite) {
  EXPECT_NEAR(log_binomial_tail(256, 256, 1e-4), 256 * std::log(1e-4), 1e-6);
  EXPECT_LT(log_binomial_tail(1'000'000, 900'000, .1), -1e5);
}

TEST(Chance, clustered_tails) {
  // a = b = 1: every number of successes from 0 to n is as likely.
  EXPECT_NEAR(std::exp(log_clustered_tail(9, 7, .5, 1. / 3)), .3, 1e-12);
  EXPECT_NEAR(log_clustered_tail(40, 12, .1, 1e-9), log_binomial_tail(40, 12, .1), 1e-4);
  EXPECT_GT(log_clustered_tail(40, 12, .1, .05), log_binomial_tail(40, 12, .1));
  EXPECT_EQ(log_clustered_tail(40, 0, .1, .05), 0);
}

TEST(Chance, ends) {
  EXPECT_EQ(log_binomial_tail(10, 0, .2), 0);
  EXPECT_EQ(log_binomial_tail(10, 3, 1), 0);
  EXPECT_TRUE(std::isinf(log_binomial_tail(10, 11, .2)));
  EXPECT_TRUE(std::isinf(log_binomial_tail(10, 1, 0)));
}

}  // namespace
}  // namespace davy::signal
