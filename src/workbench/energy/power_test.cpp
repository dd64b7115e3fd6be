#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "workbench/energy/coins.hpp"
#include "workbench/energy/hardware.hpp"

namespace davy::energy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr auto date_form = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

TEST(Hardware, every_row_has_an_interval_a_source_and_a_date) {
  ASSERT_THAT(hardware(), Not(IsEmpty()));
  for (const HardwareClass& row : hardware()) {
    EXPECT_GT(row.joules_per_hash.lower, 0) << row.algorithm;
    EXPECT_LE(row.joules_per_hash.lower, row.joules_per_hash.best) << row.algorithm;
    EXPECT_LE(row.joules_per_hash.best, row.joules_per_hash.upper) << row.algorithm;
    EXPECT_THAT(row.kind, testing::AnyOf("CPU", "GPU", "ASIC", "FPGA")) << row.algorithm;
    EXPECT_THAT(row.source, Not(IsEmpty())) << row.algorithm;
    EXPECT_THAT(std::string{row.date}, MatchesRegex(date_form)) << row.algorithm;
    EXPECT_EQ(canonical_algorithm(row.algorithm), row.algorithm) << "a row nobody would find";
  }
}

TEST(Hardware, has_no_row_twice) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const HardwareClass& row : hardware()) {
    EXPECT_TRUE(seen.emplace(row.algorithm, row.kind).second) << row.algorithm << ' ' << row.kind;
  }
}

TEST(Hardware, knows_the_algorithms_that_matter) {
  for (const auto* algorithm : {"sha256d", "scrypt", "rx/0", "ethash", "kawpow", "equihash 200,9",
                                "equihash 144,5", "kheavyhash", "autolykos2", "octopus"}) {
    EXPECT_THAT(hardware_for(algorithm), Not(IsEmpty())) << algorithm;
  }
}

TEST(Hardware, other_names_lead_to_the_same_rows) {
  EXPECT_EQ(canonical_algorithm("RandomX"), "rx/0");
  EXPECT_EQ(canonical_algorithm("SHA-256"), "sha256d");
  EXPECT_EQ(canonical_algorithm("Etchash"), "ethash");
  EXPECT_EQ(canonical_algorithm("never heard of"), "never heard of");
}

TEST(Power, spans_rate_and_hardware) {
  const HashRateEstimate rate{{8e3, 10e3, 12e3}, 100, 3'600, ""};
  const auto classes = hardware_for("rx/0");
  ASSERT_THAT(classes, Not(IsEmpty()));
  const auto power = estimate_power(rate, "rx/0");
  ASSERT_TRUE(power);
  EXPECT_DOUBLE_EQ(power->watts.best, 10e3 * classes.front().joules_per_hash.best);
  EXPECT_LE(power->watts.lower, 8e3 * classes.front().joules_per_hash.lower);
  EXPECT_GE(power->watts.upper, 12e3 * classes.front().joules_per_hash.upper);
  EXPECT_THAT(power->hardware, HasSubstr("CPU assumed"));
  EXPECT_THAT(power->hardware, HasSubstr(std::string{classes.front().date}));
}

TEST(Power, is_of_the_right_order) {
  // A 100 TH/s machine of 2020 drew about 3.2 kW; a desktop at 10 kH/s RandomX about 100 W.
  const auto bitcoin = estimate_power({{100e12, 100e12, 100e12}, 100, 60, ""}, "sha256d");
  ASSERT_TRUE(bitcoin);
  EXPECT_GT(bitcoin->watts.best, 1'000);
  EXPECT_LT(bitcoin->watts.best, 10'000);
  const auto monero = estimate_power({{10e3, 10e3, 10e3}, 100, 60, ""}, "randomx");
  ASSERT_TRUE(monero);
  EXPECT_GT(monero->watts.best, 50);
  EXPECT_LT(monero->watts.best, 300);
}

TEST(Power, is_not_told_from_a_lucky_share) {
  EXPECT_FALSE(estimate_power({{1e3, 1e4, 1e5}, 1, 60, ""}, "rx/0"));
  EXPECT_FALSE(estimate_power({{1e3, 1e4, 1e5}, 4, 60, ""}, "rx/0"));
  EXPECT_TRUE(estimate_power({{1e3, 1e4, 1e5}, 5, 60, ""}, "rx/0"));
  EXPECT_TRUE(estimate_power({{0, 0, 1e5}, 0, 60, ""}, "rx/0"))
      << "an upper bound is one all the same";
}

TEST(Power, of_an_unknown_algorithm_is_not_guessed) {
  EXPECT_FALSE(estimate_power({{1, 1, 1}, 100, 60, ""}, "never heard of"));
  EXPECT_FALSE(estimate_power({{1, 1, 1}, 100, 60, ""}, ""));
}

TEST(Coins, every_row_is_complete_and_unique) {
  std::set<std::string_view> tickers;
  for (const Coin& coin : coins()) {
    EXPECT_TRUE(tickers.insert(coin.ticker).second) << coin.ticker;
    EXPECT_THAT(coin.name, Not(IsEmpty())) << coin.ticker;
    EXPECT_THAT(coin.algorithm, Not(IsEmpty())) << coin.ticker;
    EXPECT_THAT(coin.source, Not(IsEmpty())) << coin.ticker;
    EXPECT_THAT(std::string{coin.date}, MatchesRegex(date_form)) << coin.ticker;
  }
  ASSERT_TRUE(find_coin("XMR"));
  EXPECT_EQ(find_coin("XMR")->algorithm, "rx/0");
  EXPECT_FALSE(find_coin(""));
}

}  // namespace
}  // namespace davy::energy
