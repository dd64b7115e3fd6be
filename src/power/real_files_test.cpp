// Real estates, where they are at hand: DAVY_POWER, or shared/power beside the tree.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "power/calendar.hpp"
#include "power/meter_file_test_support.hpp"

namespace davy::power {
namespace {

std::string folder() {
  const char* given = std::getenv("DAVY_POWER");
  return given != nullptr ? given : std::string(DAVY_SOURCE_DIR) + "/../shared/power";
}

std::string unpacked(const std::string& name) {
  const std::string path = folder() + "/" + name + ".csv.gz";
  if (!std::filesystem::exists(path)) return {};
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("gzip -dc '" + path + "'").c_str(), "r"),
                                                   &pclose);
  std::string text;
  std::array<char, 65'536> piece;
  while (const std::size_t octets = fread(piece.data(), 1, piece.size(), pipe.get()))
    text.append(piece.data(), octets);
  return text;
}

double gaps_share(const std::vector<PowerRecord>& records) {
  std::size_t hours = 0;
  std::size_t gaps = 0;
  for (const PowerRecord& record : records) {
    hours += record.kw.size();
    gaps += static_cast<std::size_t>(std::ranges::count_if(record.kw, is_gap));
  }
  return static_cast<double>(gaps) / static_cast<double>(hours);
}

TEST(RealFiles, sixty_three_buildings) {
  const std::string name = "cambridge_estate_electricity_hourly_kwh_2018-2019";
  const std::string text = unpacked(name);
  if (text.empty()) GTEST_SKIP() << "not at hand";
  EXPECT_EQ(meter_file_kind(std::string_view{text}.substr(0, 4096)), MeterFileKind::csv);
  const ReadFile read(MeterFileKind::csv, text, {}, name + ".csv", 65'536);
  ASSERT_EQ(read.problem, "");
  ASSERT_EQ(read.records.size(), 63u);
  EXPECT_EQ(read.counts.unit, "kWh per interval: from the file's name");
  EXPECT_EQ(read.counts.readings, 63u * 17'520);
  for (const PowerRecord& record : read.records) {
    EXPECT_EQ(record.first_hour, *parse_day("2018-01-01") * 24);
    EXPECT_EQ(record.kw.size(), 17'520u);
  }
  EXPECT_FLOAT_EQ(read.meter("b1")->kw[0], 2.5F);
  EXPECT_LT(gaps_share(read.records), 0.01);
  EXPECT_EQ(read.flaws[Flaw::contradiction] + read.flaws[Flaw::incomplete_hour], 0u);
}

TEST(RealFiles, sensors_of_a_cluster) {
  const std::string name = "harvard_hpc_ipmi_node_power_2025-06-03";
  const std::string text = unpacked(name);
  if (text.empty()) GTEST_SKIP() << "not at hand";
  EXPECT_EQ(meter_file_kind(std::string_view{text}.substr(0, 4096)), MeterFileKind::csv);
  const ReadFile read(MeterFileKind::csv, text, {}, name + ".csv", 65'536);
  ASSERT_EQ(read.problem, "");
  EXPECT_EQ(read.flaws[Flaw::sentinel], 4u);
  EXPECT_EQ(read.counts.unit, "W: from the heading 'watts'");
  const PowerRecord* node = read.meter("8/Sys Power");
  ASSERT_NE(node, nullptr);
  EXPECT_NEAR(node->kw.at(1), 0.010, 0.002);
}

TEST(RealFiles, transformers_are_wide) {
  for (const std::string name :
       {"ETTh1_china_transformer_hourly", "ETTh2_china_transformer_hourly"}) {
    const std::string text = unpacked(name);
    if (text.empty()) GTEST_SKIP() << "not at hand";
    const ReadFile read(MeterFileKind::csv, text, {.columns = "ignore = OT"}, name + ".csv",
                        65'536);
    ASSERT_EQ(read.problem, "");
    EXPECT_EQ(read.records.size(), 6u);
    EXPECT_EQ(read.meter("HUFL")->first_hour, *parse_day("2016-07-01") * 24);
    EXPECT_GT(read.flaws[Flaw::negative], 10'000u);
  }
}

}  // namespace
}  // namespace davy::power
