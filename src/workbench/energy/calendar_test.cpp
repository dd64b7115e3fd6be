#include "workbench/energy/calendar.hpp"

#include <gtest/gtest.h>

namespace davy::energy {
namespace {

TEST(EnergyCalendar, reads_days_and_months) {
  EXPECT_EQ(to_text(*parse_day("2020-02-29")), "2020-02-29");
  EXPECT_EQ(to_text(*parse_day("2020-04-15T12:00:00Z")), "2020-04-15");
  EXPECT_EQ(to_text(*parse_month("2020-04")), "2020-04");
  EXPECT_EQ(days_in(*parse_month("2020-02")), 29);
  for (const std::string_view bad :
       {"", "2020", "2020-13-01", "2021-02-29", "20-04-15", "2020-04-15x", "1969-12-31",
        "2106-01-01", "2020/04/15", "2020-4-15"}) {
    EXPECT_FALSE(parse_day(bad)) << bad;
  }
  EXPECT_FALSE(parse_month("2020-00"));
  EXPECT_FALSE(parse_month("2020-1"));
}

TEST(EnergyCalendar, reads_times_with_any_offset) {
  const auto noon = parse_time("2021-05-18T12:00:00Z");
  ASSERT_TRUE(noon);
  EXPECT_EQ(parse_time("2021-05-18T20:00:00+08:00"), noon);
  EXPECT_EQ(parse_time("2021-05-18T12:00:00.000000Z"), noon);
  EXPECT_EQ(parse_time("2021-05-18"), Timestamp{*parse_day("2021-05-18")});
  EXPECT_EQ(to_rfc3339(*parse_time("2021-05-18T12:00:00.25Z")), "2021-05-18T12:00:00.250000Z");
  for (const std::string_view bad :
       {"2021-05-18T12", "2021-05-18T25:00:00Z", "2021-05-18T12:00:00+8", "2021-05-18T12:61:00Z",
        "yesterday"}) {
    EXPECT_FALSE(parse_time(bad)) << bad;
  }
}

}  // namespace
}  // namespace davy::energy
