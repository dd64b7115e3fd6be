#include "workbench/store/coverage.hpp"

#include <gtest/gtest.h>

#include "workbench/store/input_hours.hpp"
#include "workbench/store/store_test_support.hpp"

namespace davy::store {
namespace {

using CoverageLedger = StoreTest;

CoverageCell cell(std::string sensor, std::int64_t hour, double alive_s, std::uint64_t packets) {
  return {.sensor = std::move(sensor),
          .hour = hour,
          .alive_s = alive_s,
          .packets = packets,
          .first_seen = start_of_hour(hour),
          .last_seen = start_of_hour(hour)};
}

TEST_F(CoverageLedger, adds_up) {
  Store store = open();
  CoverageCell second = cell("a", 7, 2'000, 5);
  second.clock_offset_ns = -40;
  second.pack_version = "2026-01";
  must(add_coverage(store, std::vector{cell("a", 7, 2'000, 10), second, cell("a", 7, 1, ~0ULL)}));
  const auto page = must(coverage_cells(store, {.from_hour = 0, .to_hour = 100}));
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].alive_s, 3'600);
  EXPECT_EQ(page.rows[0].packets, std::uint64_t{1} << 60) << "the bound";
  EXPECT_EQ(page.rows[0].clock_offset_ns, -40);
}

TEST_F(CoverageLedger, pages_go_by_sensor_and_hour) {
  Store store = open();
  std::vector<CoverageCell> cells;
  for (std::int64_t hour = 0; hour < 30; ++hour)
    for (const char* sensor : {"b", "a", "c"}) cells.push_back(cell(sensor, hour, 1, 1));
  must(add_coverage(store, cells));
  CoverageFilter filter{.from_hour = 5, .to_hour = 25, .limit = 7};
  std::vector<std::pair<std::string, std::int64_t>> told;
  do {
    const auto page = must(coverage_cells(store, filter));
    for (const CoverageCell& c : page.rows) told.emplace_back(c.sensor, c.hour);
    filter.after = page.next;
  } while (filter.after);
  EXPECT_EQ(told.size(), 60U);
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_EQ(must(coverage_cells(store, {.sensor = "b", .from_hour = 5, .to_hour = 25})).rows.size(),
            20U);
}

TEST(InputHours, are_exact_in_time_and_keep_the_sums) {
  report::Coverage coverage;
  coverage.packets = 1'001;
  coverage.octets = 7;
  coverage.first_seen = at(1'800);
  coverage.last_seen = at(2 * 3'600 + 900);
  const InputHours hours = input_hours(coverage, "a", "");
  ASSERT_EQ(hours.cells.size(), 3U);
  EXPECT_EQ(hours.cells[0].alive_s, 1'800);
  EXPECT_EQ(hours.cells[1].alive_s, 3'600);
  EXPECT_EQ(hours.cells[2].alive_s, 900);
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  for (const CoverageCell& c : hours.cells) {
    packets += c.packets;
    octets += c.octets;
  }
  EXPECT_EQ(packets, 1'001U);
  EXPECT_EQ(octets, 7U);
}

TEST(InputHours, of_a_moment_of_no_time_and_of_absurd_times) {
  report::Coverage coverage;
  coverage.packets = 3;
  EXPECT_TRUE(input_hours(coverage, "a", "").cells.empty());
  coverage.first_seen = coverage.last_seen = at(3'600);
  ASSERT_EQ(input_hours(coverage, "a", "").cells.size(), 1U);
  EXPECT_EQ(input_hours(coverage, "a", "").cells[0].packets, 3U);
  coverage.first_seen = Timestamp::min();
  coverage.last_seen = Timestamp::max();
  const InputHours hours = input_hours(coverage, "a", "");
  EXPECT_EQ(hours.cells.size(), limits::store_coverage_hours_max);
  EXPECT_GT(hours.left_out, 5'000'000U);
}

}  // namespace
}  // namespace davy::store
