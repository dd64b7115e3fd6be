#include "workbench/energy/network_index.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "workbench/energy/comparison.hpp"

namespace davy::energy {
namespace {

Day day(std::string_view text) { return *parse_day(text); }

Device device(std::string_view released, double j_per_gh, std::uint8_t lists = 7) {
  return {"device", day(released), j_per_gh, lists, "", ""};
}

std::vector<NetworkDay> steady(int days, double hash_rate, double revenue) {
  std::vector<NetworkDay> out;
  for (int i = 0; i < days; ++i)
    out.push_back({day("2018-01-01") + std::chrono::days{i}, hash_rate, revenue});
  return out;
}

// 1e7 TH/s and 6e6 USD a day: threshold 6e6 / (1e10 × 86,400) / (0.05 / 3.6e6) = 0.5 J/GH.
TEST(NetworkIndex, follows_the_formulas) {
  const std::array list{device("2017-01-01", 0.1), device("2017-01-01", 0.3),
                        device("2017-01-01", 0.6)};
  const auto index = compute_index(steady(30, 1e7, 6e6), Generation::makers, {}, list);
  ASSERT_EQ(index.size(), 30U);
  const IndexDay& last = index.back();
  EXPECT_NEAR(last.threshold_j_per_gh, 0.5, 1e-12);
  EXPECT_EQ(last.devices, 2U) << "0.6 J/GH costs more than it earns";
  EXPECT_NEAR(last.twh_per_year.lower, 0.1 * 1e7 * 8766 / 1e9 * 1.01, 1e-9);
  EXPECT_NEAR(last.twh_per_year.best, 0.2 * 1e7 * 8766 / 1e9 * 1.10, 1e-9);
  EXPECT_NEAR(last.twh_per_year.upper, 0.3 * 1e7 * 8766 / 1e9 * 1.20, 1e-9);
  EXPECT_NEAR(gw_of(last.twh_per_year.best), 0.2 * 1e7 / 1e6 * 1.10, 1e-9);
  EXPECT_TRUE(index[19].warming_up);
  EXPECT_FALSE(index[20].warming_up);
}

TEST(NetworkIndex, price_moves_the_threshold) {
  const std::array list{device("2017-01-01", 0.1), device("2017-01-01", 0.3)};
  IndexSettings dear;
  dear.price_usd_per_kwh = 0.10;
  EXPECT_EQ(compute_index(steady(3, 1e7, 6e6), Generation::makers, dear, list).back().devices, 1U);
}

TEST(NetworkIndex, last_figures_stand_where_nothing_pays) {
  const std::array list{device("2017-01-01", 0.3)};
  auto days = steady(40, 1e7, 6e6);
  for (std::size_t i = 20; i < days.size(); ++i) days[i].revenue_usd = 1;
  const auto index = compute_index(days, Generation::makers, {}, list);
  ASSERT_EQ(index.size(), 40U);
  EXPECT_TRUE(index.back().carried);
  EXPECT_NEAR(index.back().twh_per_year.best, index.front().twh_per_year.best, 1e-9);
}

TEST(NetworkIndex, of_nothing_is_nothing) {
  EXPECT_TRUE(compute_index({}, Generation::aged, {}).empty());
  EXPECT_TRUE(compute_index(steady(3, 1e7, 6e6), Generation::aged, {}, {}).empty());
}

TEST(Devices, weigh_by_generation_and_age) {
  const Device one = device("2018-01-01", 0.1);
  EXPECT_EQ(weight(one, Generation::listed, day("2018-01-01")), 0);
  EXPECT_EQ(weight(one, Generation::listed, day("2018-01-02")), 1);
  EXPECT_EQ(weight(one, Generation::listed, day("2030-01-01")), 1) << "no end of life";
  EXPECT_EQ(weight(one, Generation::makers, day("2022-12-31")), 1);
  EXPECT_EQ(weight(one, Generation::makers, day("2023-01-02")), 0) << "1,825 days";
  EXPECT_EQ(weight(one, Generation::aged, day("2018-02-28")), 0) << "two months after its release";
  EXPECT_EQ(weight(one, Generation::aged, day("2018-03-01")), 1);
  EXPECT_EQ(weight(one, Generation::aged, day("2019-02-28")), 1);
  EXPECT_NEAR(weight(one, Generation::aged, day("2019-03-01")), 0.8, 1e-12);
  EXPECT_NEAR(weight(one, Generation::aged, day("2023-02-28")), 0.2, 1e-12);
  EXPECT_EQ(weight(one, Generation::aged, day("2023-03-01")), 0);
  EXPECT_EQ(weight(device("2018-01-01", 0.1, 1), Generation::makers, day("2019-01-01")), 0);
  EXPECT_EQ(weight(device("2018-12-31", 0.1), Generation::aged, day("2019-02-28")), 0)
      << "there is no 31 February";
}

TEST(Devices, table_is_whole) {
  EXPECT_GE(devices().size(), 90U);
  for (const Device& one : devices()) {
    EXPECT_GT(one.j_per_gh, 0) << one.name;
    EXPECT_FALSE(one.source.empty()) << one.name;
    EXPECT_EQ(one.is_in(Generation::makers) && !one.is_in(Generation::listed), false) << one.name;
  }
}

void print(const Comparison& comparison, std::size_t rows_max) {
  fmt::print("{} against {}{}\n", name(comparison.generation), comparison.edition,
             comparison.by_day ? ", by day" : ", by month");
  const auto text = [](const std::optional<double>& value) {
    return value ? fmt::format("{:9.3f}", *value) : std::string(9, ' ');
  };
  const auto line = [&](const Compared& row) {
    fmt::print("  {:10}  lower {:9.3f} {}  best {:9.3f} {}  upper {:9.3f} {}\n", row.period,
               row.computed.lower, text(row.published.lower), row.computed.best,
               text(row.published.best), row.computed.upper, text(row.published.upper));
  };
  for (const Compared& row : comparison.years) line(row);
  for (std::size_t i = 0; i < std::min(rows_max, comparison.rows.size()); ++i)
    line(comparison.rows[i]);
  for (std::size_t i = 0; i < 3; ++i) {
    if (const auto& error = comparison.errors[i])
      fmt::print("  {}: median error {:.3f} %, signed {:+.3f} %, {:.0f} % of {} within 1 %\n",
                 std::array{"lower", "best", "upper"}[i], error->median_absolute * 100,
                 error->median_signed * 100, error->within_one_percent * 100, error->periods);
  }
}

Comparison builtin(Generation generation) {
  return compare(compute_index(builtin_network().days, generation, {}), generation);
}

// Every computed figure beside the published one, from what the program carries.
TEST(CambridgeIndex, computed_beside_published) {
  for (const auto generation : {Generation::listed, Generation::makers, Generation::aged})
    print(builtin(generation), 200);
  const Comparison makers = builtin(Generation::makers), listed = builtin(Generation::listed);
  EXPECT_GE(makers.rows.size(), 35U + 107U) << "months and days";
  EXPECT_GE(makers.errors[0]->periods, 107U);
  for (const std::size_t bound : {0U, 2U}) {
    EXPECT_LE(makers.errors[bound]->median_absolute, 0.005) << bound;
    EXPECT_LE(listed.errors[bound]->median_absolute, 0.005) << bound;
  }
  EXPECT_LE(makers.errors[1]->median_absolute, 0.005);
  EXPECT_LE(listed.errors[1]->median_absolute, 0.05);
}

TEST(CambridgeIndex, yearly_means_of_the_revision) {
  const Comparison aged = builtin(Generation::aged);
  ASSERT_EQ(aged.years.size(), 3U);
  const std::array published{12.94, 43.35, 54.67};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(*aged.years[i].published.best, published[i], 0.005);
    EXPECT_LE(std::abs(aged.years[i].computed.best / published[i] - 1), 0.02)
        << aged.years[i].period;
  }
}

// The operator's own daily series is not ours to ship; where it lies beside the tree, the whole of it is used.
TEST(CambridgeIndex, computed_beside_published_by_day) {
  const std::string folder = std::string{DAVY_SOURCE_DIR} + "/../shared/energy/";
  const auto text = [&](const char* file) {
    std::ifstream in(folder + file, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  const std::string bounds = text("cbeci_published_daily_bounds_v1.2_2010-07_2022-08.csv");
  const std::string revised = text("cbeci_bestguess_by_price_v2_agedweight_2023-09-03.csv");
  if (bounds.empty() || revised.empty()) GTEST_SKIP() << "no daily series in " << folder;
  const auto against = [&](Generation generation, const std::string& series) {
    const auto published = read_published(series, "published", 0.05);
    const auto index = compute_index(builtin_network().days, generation, {});
    Comparison out = compare(index, generation, *published);
    print(out, 2'000);
    return out;
  };
  const Comparison listed = against(Generation::listed, bounds);
  EXPECT_GE(listed.rows.size(), 1'075U);
  EXPECT_LE(listed.errors[0]->median_absolute, 0.005);
  EXPECT_LE(listed.errors[1]->median_absolute, 0.05);
  EXPECT_LE(listed.errors[2]->median_absolute, 0.005);
  const Comparison makers = against(Generation::makers, bounds);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_LE(makers.errors[i]->median_absolute, 0.001) << i;
  const Comparison aged = against(Generation::aged, revised);
  EXPECT_LE(aged.errors[1]->median_absolute, 0.01);
  for (const Compared& year : aged.years)
    EXPECT_LE(std::abs(year.computed.best / *year.published.best - 1), 0.02) << year.period;
}

}  // namespace
}  // namespace davy::energy
