#include "workbench/energy/account.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workbench/energy/attribution.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/energy/sample_lines.hpp"

namespace davy::energy {
namespace {

using testing::HasSubstr;

Account account(std::initializer_list<std::string> lines, const AccountSettings& settings) {
  FindingReader reader;
  for (const std::string& line : lines) reader.line(line);
  return make_account(reader.take(), settings);
}

AccountSettings in(std::string region) {
  AccountSettings settings;
  settings.region = std::move(region);
  return settings;
}

TEST(Account, goes_factor_by_factor) {
  const Account sum =
      account({sample_meter("b97", "2021-03-01", "2021-04-01")}, in("Inner Mongolia"));
  ASSERT_EQ(sum.years.size(), 1U);
  EXPECT_NEAR(sum.kwh().best, 7'440, 1e-6);
  EXPECT_NEAR(sum.tco2()->best, 7'440 * 0.7025 / 1e3, 1e-9);
  EXPECT_NEAR(sum.tce_supply().best, 7'440 * supply_coal_rate(2021).gce_per_kwh / 1e6, 1e-9);
  EXPECT_NEAR(sum.tce_calorific().best, 7'440 * 0.1229 / 1e3, 1e-9);
  EXPECT_NEAR(sum.tco2()->lower, 6'696 * 0.7025 / 1e3, 1e-9) << "the interval is carried";
  EXPECT_TRUE(sum.gaps.empty());
}

TEST(Account, splits_energy_by_year_and_marks_factors_of_others) {
  const Account sum = account({sample_meter("b97", "2022-12-22", "2023-01-01"),
                               sample_meter("b98", "2022-12-27", "2023-01-06")},
                              in("Sichuan"));
  ASSERT_EQ(sum.years.size(), 2U);
  EXPECT_NEAR(sum.years[0].kwh().best, 1.5 * 7'440, 1);
  EXPECT_NEAR(sum.years[1].kwh().best, 0.5 * 7'440, 1);
  EXPECT_FALSE(sum.years[0].factor->other_year());
  EXPECT_TRUE(sum.years[1].factor->other_year()) << "there is no provincial factor of 2023";
  EXPECT_NEAR(sum.kwh().best, 2 * 7'440, 1e-6);
}

TEST(Account, a_year_asked_for_is_marked_where_it_is_not_the_energys_own) {
  AccountSettings settings = in("Inner Mongolia");
  settings.factor_year = 2021;
  const Account sum = account({sample_meter("b97", "2022-03-01", "2022-04-01")}, settings);
  EXPECT_EQ(sum.years[0].factor->factor.kg_per_kwh, 0.7025);
  EXPECT_TRUE(sum.years[0].factor->other_year());
}

TEST(Account, without_a_factor_says_what_to_do_and_keeps_the_rest) {
  const Account sum = account({sample_meter("b97", "2021-03-01", "2021-04-01")}, in("Atlantis"));
  EXPECT_FALSE(sum.tco2());
  ASSERT_EQ(sum.gaps.size(), 1U);
  EXPECT_THAT(sum.gaps[0].message, HasSubstr("--factor"));
  EXPECT_GT(sum.tce_supply().best, 0);
  EXPECT_FALSE(sum.sensitivity.empty());
  AccountSettings own = in("Atlantis");
  own.own_factor = 0.5;
  own.own_factor_source = "the utility";
  EXPECT_NEAR(account({sample_meter("b97", "2021-03-01", "2021-04-01")}, own).tco2()->best, 3.72,
              1e-9);
}

TEST(Account, sensitivity_spans_what_people_take) {
  const Account sum = account({sample_meter("b97", "2021-03-01", "2021-04-01")}, in("Jiangsu"));
  double least = 1e9, most = 0;
  for (const Sensitivity& line : sum.sensitivity) {
    least = std::min(least, line.tco2_best);
    most = std::max(most, line.tco2_best);
  }
  EXPECT_NEAR(most / least, 0.997 / 0.5568, 1e-6);
  EXPECT_GE(sum.sensitivity.size(), 6U);
}

TEST(Account, keeps_measured_and_estimated_apart) {
  const Account sum =
      account({sample_meter("b97", "2021-03-01", "2021-04-01"),
               sample_flow("10.0.0.1", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z")},
              in("Jiangsu"));
  EXPECT_NEAR(sum.measured().best, 7'440, 1e-6);
  EXPECT_NEAR(sum.estimated().best, 0.2, 1e-9) << "2 hours as seen, no longer";
  EXPECT_EQ(sum.measured_kwh[1].best, sum.measured().best);
  EXPECT_EQ(sum.estimated_kwh[0].best, sum.estimated().best);
}

TEST(Account, extrapolates_estimates_only_where_asked) {
  AccountSettings settings = in("Jiangsu");
  settings.hours = 100;
  const Account sum =
      account({sample_meter("b97", "2021-03-01", "2021-04-01"),
               sample_flow("10.0.0.1", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z")},
              settings);
  EXPECT_NEAR(sum.estimated().best, 10, 1e-9);
  EXPECT_NEAR(sum.measured().best, 7'440, 1e-6);
  EXPECT_TRUE(sum.items[1].extrapolated);
}

TEST(Account, a_meter_and_its_host_count_once) {
  AccountSettings settings = in("Jiangsu");
  settings.same.emplace("b97", "10.0.0.1");
  const Account sum =
      account({sample_flow("10.0.0.1", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z"),
               sample_flow("10.0.0.2", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z"),
               sample_meter("b97", "2021-03-01", "2021-04-01")},
              settings);
  EXPECT_EQ(sum.not_added, 1U);
  EXPECT_EQ(sum.accounted(), 2U);
  EXPECT_NEAR(sum.estimated().best, 0.2, 1e-9);
}

TEST(Account, hash_rates_of_algorithms_are_never_added) {
  std::string ether = sample_flow("10.0.0.2", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z");
  ether.replace(ether.find("RandomX"), 7, "ethash");
  const Account sum =
      account({sample_flow("10.0.0.1", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z"),
               sample_flow("10.0.0.3", 1, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z"), ether},
              in("Jiangsu"));
  ASSERT_EQ(sum.rates.size(), 2U);
  EXPECT_EQ(sum.rates.at("rx/0").hashes_per_s.best, 16'000);
  EXPECT_EQ(sum.rates.at("ethash").hashes_per_s.best, 8'000);
}

TEST(Account, verdicts_less_sure_than_asked_for_are_left_out) {
  AccountSettings settings = in("Jiangsu");
  settings.least = Certainty::confirmed;
  const Account sum = account({sample_meter("b97", "2021-03-01", "2021-04-01")}, settings);
  EXPECT_EQ(sum.accounted(), 0U);
  EXPECT_EQ(sum.left_by_certainty, 1U);
}

TEST(Account, surcharge_counts_from_the_rules_day_on) {
  // 2022-04-05 to 2022-04-25 UTC; Sichuan's rule holds from 2022-04-15 in Beijing's time: half and eight hours.
  const Account sum = account({sample_meter("b97", "2022-04-05", "2022-04-25")}, in("Sichuan"));
  EXPECT_NEAR(sum.surcharge.kwh.best, 7'440 * (10 + 8.0 / 24) / 20, 1e-3);
  EXPECT_NEAR(sum.surcharge.cny.best, 2 * sum.surcharge.kwh.best, 1e-6);
  EXPECT_EQ(
      account({sample_meter("b97", "2021-03-01", "2021-04-01")}, in("Sichuan")).surcharge.kwh.best,
      0);
}

TEST(Account, surcharge_by_reading_cycles_takes_the_whole_account) {
  AccountSettings settings = in("Zhejiang");
  settings.bills = {*parse_billing_cycle("b97:2022-05-01:2022-05-31:31000")};
  const Account sum = account({sample_meter("b97", "2022-05-10", "2022-05-19")}, settings);
  ASSERT_TRUE(sum.surcharge.billed_kwh);
  EXPECT_NEAR(*sum.surcharge.billed_kwh, 10'000, 1e-6) << "10 days, both ends, at 1,000 kWh a day";
  EXPECT_NEAR(*sum.surcharge.billed_cny, 5'000, 1e-6);
}

TEST(Account, double_count_is_for_confirmed_new_projects) {
  const Account sum = account({sample_meter("a", "2021-10-01", "2021-11-01", "confirmed"),
                               sample_meter("b", "2021-10-01", "2021-11-01"),
                               sample_meter("c", "2021-03-01", "2021-11-01", "confirmed")},
                              in("Jiangsu"));
  EXPECT_EQ(sum.double_count.findings, 1U);
  EXPECT_NEAR(sum.double_count.kwh.best, 7'440, 1e-6);
  EXPECT_EQ(account({sample_meter("a", "2021-10-01", "2021-11-01", "confirmed")}, in("Texas"))
                .double_count.rule,
            nullptr);
}

TEST(Account, power_at_the_systems_peak) {
  AccountSettings settings = in("Jiangsu");
  settings.peak = {*parse_time("2021-03-31T00:00:00Z"), *parse_time("2021-04-02T00:00:00Z")};
  const Account sum = account({sample_meter("b97", "2021-03-01", "2021-04-01"),
                               sample_meter("b98", "2021-03-01", "2021-05-01", "confirmed")},
                              settings);
  ASSERT_TRUE(sum.peak);
  EXPECT_NEAR(sum.peak->kw[0].best, 10, 1e-9);
  EXPECT_NEAR(sum.peak->kw[1].best, 5, 1e-9) << "half of the window";
  const Account most = account({sample_meter("b97", "2021-03-01", "2021-04-01"),
                                sample_meter("b98", "2021-03-20", "2021-05-01")},
                               in("Jiangsu"));
  EXPECT_EQ(to_rfc3339(most.peak->from).substr(0, 10), "2021-03-20");
  EXPECT_NEAR(most.peak->kw[1].best, 20, 1e-9);
}

TEST(Account, of_nothing_is_nothing) {
  const Account sum = account({}, in("Jiangsu"));
  EXPECT_EQ(sum.accounted(), 0U);
  EXPECT_EQ(sum.kwh().best, 0);
  EXPECT_FALSE(sum.peak);
}

AttributionInput growth(const Interval& before, const Interval& after) {
  return {before, after, std::nullopt, std::nullopt, std::nullopt};
}

TEST(Attribution, is_an_interval_of_measured_and_estimated_parts) {
  AttributionInput input = growth({100, 100, 100}, {190, 200, 220});
  input.measured = Interval{9, 10, 12};
  input.estimated = Interval{0, 10, 30};
  const Attribution out = attribute(input);
  ASSERT_TRUE(out.share);
  EXPECT_NEAR(out.share->lower, 9.0 / 120, 1e-12);
  EXPECT_NEAR(out.share->best, 20.0 / 100, 1e-12);
  EXPECT_NEAR(out.share->upper, 42.0 / 90, 1e-12);
  EXPECT_NEAR(out.measured_share->best, 0.1, 1e-12);
  EXPECT_NEAR(out.estimated_share->best, 0.1, 1e-12);
}

TEST(Attribution, refuses_with_its_reason) {
  EXPECT_EQ(attribute(growth({100, 100, 100}, {110, 120, 130})).reason,
            NotIdentifiable::nothing_known_of_mining);
  AttributionInput input = growth({100, 110, 120}, {115, 120, 130});
  input.measured = Interval{1, 1, 1};
  EXPECT_EQ(attribute(input).reason, NotIdentifiable::growth_may_be_nothing);
  input = growth({100, 100, 100}, {110, 120, 130});
  input.measured = Interval{5, 10, 15};
  EXPECT_EQ(attribute(input).reason, NotIdentifiable::mining_may_exceed_growth);
  input.measured = Interval{5, 6, 7};
  input.others = Interval{40, 40, 40};
  EXPECT_EQ(attribute(input).reason, NotIdentifiable::others_contradict);
  EXPECT_FALSE(attribute(input).share);
}

TEST(Attribution, other_causes_leave_only_their_room) {
  AttributionInput input = growth({100, 100, 100}, {200, 200, 200});
  input.measured = Interval{10, 30, 60};
  input.others = Interval{50, 60, 70};
  const Attribution out = attribute(input);
  ASSERT_TRUE(out.share);
  EXPECT_NEAR(out.share->upper, 0.5, 1e-12);
}

}  // namespace
}  // namespace davy::energy
