#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workbench/energy/coal_rates.hpp"
#include "workbench/energy/energy_rules.hpp"
#include "workbench/energy/grid_factors.hpp"
#include "workbench/energy/mining_map.hpp"
#include "workbench/energy/regions.hpp"

namespace davy::energy {
namespace {

using testing::HasSubstr;

TEST(Regions, are_named_as_people_write_them) {
  for (const std::string_view asked :
       {"Inner Mongolia", "inner mongolia", "INNER_MONGOLIA", "内蒙古", "内蒙古自治区",
        "Nei Mongol", " Inner Mongolia Autonomous Region "})
    EXPECT_TRUE(names_region(asked, "Inner Mongolia", "内蒙古")) << asked;
  EXPECT_TRUE(names_region("China", "Mainland China", "中国大陆"));
  EXPECT_TRUE(names_region("USA", "United States", "美国"));
  EXPECT_FALSE(names_region("Mongolia", "Inner Mongolia", "内蒙古"));
  EXPECT_FALSE(names_region("", "China", "中国"));
}

TEST(GridFactors, year_picks_the_factor) {
  EXPECT_EQ(factor_for("Inner Mongolia", 2021)->factor.kg_per_kwh, 0.7025);
  EXPECT_EQ(factor_for("内蒙古", 2022)->factor.kg_per_kwh, 0.6849);
  EXPECT_FALSE(factor_for("Inner Mongolia", 2022)->other_year());
  EXPECT_EQ(factor_for("North", 2023)->factor.kg_per_kwh, 0.6361);
  EXPECT_EQ(factor_for("China", 2023)->factor.kg_per_kwh, 0.5306);
}

TEST(GridFactors, of_another_year_is_marked) {
  const auto choice = factor_for("Sichuan", 2024);
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->factor.year, 2022);
  EXPECT_TRUE(choice->other_year());
}

TEST(GridFactors, missing_ones_come_with_a_remedy) {
  const auto nowhere = factor_for("Atlantis", 2021);
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("--factor KG_PER_KWH"));
  EXPECT_THAT(nowhere.error().message, HasSubstr("Inner Mongolia"));
  const auto tibet = factor_for("Tibet", 2021);
  ASSERT_FALSE(tibet);
  EXPECT_THAT(tibet.error().message, HasSubstr("--factor-region Southwest"));
  const auto long_ago = factor_for("Hebei", 2010);
  ASSERT_FALSE(long_ago);
  EXPECT_THAT(long_ago.error().message, HasSubstr("2021"));
}

TEST(GridFactors, table_is_whole) {
  EXPECT_GE(grid_factors().size(), 90U);
  for (const GridFactor& row : grid_factors()) {
    EXPECT_FALSE(row.source.empty() || row.name_zh.empty()) << row.name;
    EXPECT_EQ(row.kg_per_kwh > 0, row.kind != "none") << row.name;
    EXPECT_TRUE(row.level != "province" || find_grid_region(row.within) != nullptr) << row.name;
  }
}

TEST(CoalRates, by_year_and_meaning) {
  EXPECT_EQ(supply_coal_rate(2020).gce_per_kwh, 305.5);
  EXPECT_EQ(supply_coal_rate(2020).basis, CoalBasis::measured);
  const CoalRate between = supply_coal_rate(2015);
  EXPECT_NEAR(between.gce_per_kwh, (333 + 305.5) / 2, 1e-9);
  EXPECT_EQ(between.basis, CoalBasis::interpolated);
  EXPECT_THAT(between.source, HasSubstr("333 g in 2010"));
  EXPECT_EQ(supply_coal_rate(2025).basis, CoalBasis::target);
  EXPECT_EQ(supply_coal_rate(2040).basis, CoalBasis::nearest);
  EXPECT_EQ(supply_coal_rate(1990).gce_per_kwh, 370);
  EXPECT_EQ(calorific_coal_rate().gce_per_kwh, 122.9);
}

TEST(MiningMap, both_editions_of_april_2020_stand) {
  const Month april = *parse_month("2020-04");
  const auto china = map_shares(april, april, "China");
  ASSERT_EQ(china.size(), 2U);
  EXPECT_EQ(china[0].edition, "v1.0.0");
  EXPECT_EQ(china[0].percent, 65.08);
  EXPECT_EQ(china[1].edition, "v1.1.1");
  EXPECT_EQ(china[1].percent, 64.81);
}

TEST(MiningMap, region_is_share_times_network_bound_by_bound) {
  const Month april = *parse_month("2020-04");
  const MapShare china = map_shares(april, april, "China")[1];
  const auto energy = energy_of(china);
  ASSERT_EQ(energy.size(), 2U) << "the index in two editions";
  EXPECT_NEAR(*energy[0].twh_per_year.lower, *energy[0].network.twh.lower * 0.6481, 1e-9);
  EXPECT_NEAR(*energy[0].twh_per_year.upper, *energy[0].network.twh.upper * 0.6481, 1e-9);
  EXPECT_FALSE(energy[1].twh_per_year.upper);
  const Interval unseen = unseen_bounds(china);
  EXPECT_NEAR(unseen.lower, 64.81 * 0.32, 1e-9);
  EXPECT_NEAR(unseen.upper, 64.81 * 0.32 + 68, 1e-9);
}

TEST(MiningMap, every_month_has_its_countries_and_edition) {
  EXPECT_EQ(mining_map().size(), 301U);
  for (const MapShare& share : mining_map()) {
    EXPECT_NE(map_edition(share.edition), nullptr) << share.edition;
    EXPECT_FALSE(share.name_zh.empty()) << share.name;
    EXPECT_TRUE(share.percent >= 0 && share.percent <= 100);
  }
}

TEST(EnergyRules, surcharges_hold_from_their_day) {
  const EnergyRule* sichuan = find_rule("surcharge", "四川省");
  ASSERT_NE(sichuan, nullptr);
  EXPECT_EQ(sichuan->value, 2);
  EXPECT_EQ(to_text(sichuan->from), "2022-04-15");
  EXPECT_EQ(sichuan->covers, "account");
  EXPECT_EQ(find_rule("surcharge", "Zhejiang")->value, 0.5);
  EXPECT_FALSE(find_rule("surcharge", "Shandong")->in_force());
  EXPECT_EQ(to_text(find_rule("surcharge", "Guizhou")->from), "2022-06-30")
      << "only the month is known";
  EXPECT_EQ(find_rule("surcharge", "Texas"), nullptr);
}

TEST(EnergyRules, broken_cycle_counts_by_its_mean_day) {
  const auto may = parse_billing_cycle("b:97:2022-05-01:2022-05-31:31000");
  ASSERT_TRUE(may);
  EXPECT_EQ(may->meter, "b:97");
  const auto june = parse_billing_cycle("b:97:2022-06-01:2022-06-30:60000");
  const std::array cycles{*may, *june};
  const auto day = [](std::string_view text) { return *parse_day(text); };
  EXPECT_NEAR(billed_kwh(cycles, "b:97", day("2022-05-01"), day("2022-05-31")), 31'000, 1e-9);
  EXPECT_NEAR(billed_kwh(cycles, "b:97", day("2022-05-22"), day("2022-06-03")), 10'000 + 6'000,
              1e-9);
  EXPECT_EQ(billed_kwh(cycles, "other", day("2022-05-01"), day("2022-05-31")), 0);
  for (const std::string_view bad :
       {"b97", "b97:2022-05-01:2022-05-31", "b97:2022-05-31:2022-05-01:3",
        "b97:2022-05-01:2022-05-31:-1", ":2022-05-01:2022-05-31:1"})
    EXPECT_FALSE(parse_billing_cycle(bad)) << bad;
}

}  // namespace
}  // namespace davy::energy
