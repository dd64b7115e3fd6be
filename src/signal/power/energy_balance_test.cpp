#include "signal/power/energy_balance.hpp"

#include <gtest/gtest.h>

#include "signal/power/estate_test_support.hpp"

namespace davy::signal {
namespace {

constexpr int days = 400;

struct Feeder {
  std::vector<power::PowerRecord> meters = made_estate(5, days);
  power::PowerRecord delivered;

  Feeder() {
    delivered = meters[0];
    delivered.meter = "feeder";
    std::mt19937 random(3);
    std::normal_distribution<float> noise(0, 0.002F);
    for (std::size_t h = 0; h < delivered.kw.size(); ++h) {
      float sum = 0;
      for (const power::PowerRecord& meter : meters) sum += meter.kw[h];
      delivered.kw[h] = (sum + 1 + 0.0001F * sum * sum) * (1 + noise(random));
    }
  }
  std::optional<Balance> balance(double threshold = 0.02) const {
    std::vector<const power::PowerRecord*> behind;
    for (const power::PowerRecord& meter : meters) behind.push_back(&meter);
    return energy_balance(delivered, behind, {threshold});
  }
};

TEST(EnergyBalance, losses_alone_are_no_finding) {
  const Feeder feeder;
  const auto balance = feeder.balance(0.005);
  ASSERT_TRUE(balance);
  EXPECT_TRUE(balance->steps.empty());
  EXPECT_TRUE(balance->configuration_changes.empty());
  EXPECT_EQ(balance->hours_complete, 1);
}

TEST(EnergyBalance, what_bypasses_the_meters_is_found) {
  Feeder feeder;
  const power::Day onset = estate_first_day + 300;
  add_load(feeder.delivered, onset * 24, 4);
  const auto balance = feeder.balance(0.01);
  ASSERT_EQ(balance->steps.size(), 1U);
  const BalanceStep& step = balance->steps[0];
  EXPECT_NEAR(step.onset, onset, 3);
  EXPECT_NEAR(step.kw.best, 4, 0.5);
  EXPECT_LE(step.kw.lower, 4);
  EXPECT_GE(step.kw.upper, 4);
  EXPECT_TRUE(step.still_there);
}

TEST(EnergyBalance, a_missing_meter_is_never_filled_in) {
  Feeder feeder;
  for (std::size_t h = 200 * 24; h < 300 * 24; ++h) feeder.meters[4].kw[h] = power::gap;
  const auto balance = feeder.balance(0.005);
  ASSERT_TRUE(balance);
  EXPECT_TRUE(balance->steps.empty());
  EXPECT_NEAR(balance->hours_complete, 0.75, 0.01);
}

TEST(EnergyBalance, a_meter_taken_away_is_a_change_of_configuration) {
  Feeder feeder;
  for (std::size_t h = 300 * 24; h < feeder.delivered.kw.size(); ++h)
    for (std::size_t m = 1; m < 5; ++m) feeder.meters[m].kw[h] = 0;
  const auto balance = feeder.balance();
  EXPECT_TRUE(balance->steps.empty());
  EXPECT_FALSE(balance->configuration_changes.empty());
}

TEST(EnergyBalance, too_little_in_common_is_no_balance) {
  Feeder feeder;
  feeder.meters[0].kw.resize(100 * 24);
  EXPECT_FALSE(feeder.balance());
}

}  // namespace
}  // namespace davy::signal
