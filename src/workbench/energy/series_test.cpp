#include <gtest/gtest.h>

#include "base/delimited_text.hpp"
#include "base/limits.hpp"
#include "workbench/energy/network_series.hpp"
#include "workbench/energy/published_index.hpp"

namespace davy::energy {
namespace {

TEST(DelimitedText, finds_separator_and_columns) {
  DelimitedText rows(
      "\xef\xbb\xbf# a note\n\"Date\"; Hash Rate (TH/s) ;x\r\n1;\"a;\"\"b\";\r\n\n#\n2;c\n");
  EXPECT_EQ(rows.column({"hash_rate_th_s"}), 1U);
  EXPECT_FALSE(rows.column({"revenue"}));
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field(0), "1");
  EXPECT_EQ(rows.field(1), "a;\"b");
  EXPECT_EQ(rows.field(7), "");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field(1), "c");
  EXPECT_FALSE(rows.next());
}

TEST(DelimitedText, an_open_quote_ends_with_its_line) {
  DelimitedText rows("a,b\n\"x,1\n2,3\n");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field(0), "x,1");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field(1), "3");
}

TEST(DelimitedText, further_columns_are_left_out) {
  const std::string wide(limits::table_columns_max * 4, ',');
  DelimitedText rows(wide + "\n" + wide + "z\n");
  EXPECT_TRUE(rows.next());
  EXPECT_EQ(rows.field(limits::table_columns_max), "");
}

TEST(NetworkSeries, counts_what_cannot_be_used) {
  const auto series = read_network(
      "date,hash_rate_th_s,revenue_usd\n2018-01-02,2,3\n2018-01-01,1,2\n2018-01-01,5,6\n"
      "2018-13-01,1,1\n2018-01-03,-1,1\n2018-01-04,nan,1\n2008-01-01,1,1\n2018-01-05,1\n",
      "mine.csv");
  ASSERT_TRUE(series);
  ASSERT_EQ(series->days.size(), 2U);
  EXPECT_EQ(series->days[0].hash_rate_th_s, 5) << "the last row of a day stands";
  EXPECT_EQ(series->rows.repeated, 1U);
  EXPECT_EQ(series->rows.malformed, 5U);
}

TEST(NetworkSeries, says_what_a_file_lacks) {
  const auto no_column = read_network("date,hashrate\n2018-01-01,1\n", "mine.csv");
  ASSERT_FALSE(no_column);
  EXPECT_NE(no_column.error().message.find("revenue_usd"), std::string::npos);
  EXPECT_FALSE(read_network("", "empty.csv"));
  EXPECT_FALSE(read_network("date,hashrate,revenue\n", "heading.csv"));
}

TEST(NetworkSeries, built_in_has_three_years_without_a_hole) {
  const NetworkSeries& series = builtin_network();
  EXPECT_EQ(series.rows.malformed + series.rows.repeated + series.rows.left_out, 0U);
  ASSERT_GE(series.days.size(), 1'095U);
  EXPECT_EQ(to_text(series.days.front().day), "2017-01-01");
  for (std::size_t i = 1; i < series.days.size(); ++i)
    EXPECT_EQ(series.days[i].day - series.days[i - 1].day, std::chrono::days{1});
}

TEST(PublishedSeries, takes_the_column_of_the_price) {
  const std::string text = "date,guess_twh_at_0.05,guess_twh_at_0.10\n2018-07-01,47.3,36.1\n";
  EXPECT_EQ(read_published(text, "x", 0.05)->days[0].twh.best, 47.3);
  EXPECT_EQ(read_published(text, "x", 0.10)->days[0].twh.best, 36.1);
  EXPECT_FALSE(read_published(text, "x", 0.07));
  EXPECT_FALSE(read_published("date,best\n2018-01-01,-3\n", "x", 0.05));
}

TEST(PublishedIndex, tells_a_day_by_edition) {
  const auto of_day = published_of(*parse_day("2020-04-15"));
  ASSERT_EQ(of_day.size(), 2U);
  EXPECT_EQ(of_day[0].edition, "v1.2");
  EXPECT_NEAR(*of_day[0].twh.lower, 39.9744, 1e-4);
  EXPECT_NEAR(*of_day[0].twh.best, 81.7124, 1e-4);
  EXPECT_NEAR(*of_day[0].twh.upper, 124.985, 1e-3);
  EXPECT_NEAR(*of_day[0].twh.best * *of_day[0].gco2_per_kwh / 1e3, 48.42, 0.005) << "Mt CO2";
  EXPECT_EQ(of_day[1].edition, "revised");
  EXPECT_NEAR(*of_day[1].twh.best, 78.2998, 1e-4);
  EXPECT_FALSE(of_day[1].twh.lower) << "no bounds of the revision were found";
  for (const PublishedRow& row : published_of(*parse_day("2020-04-16")))
    EXPECT_TRUE(row.is_month()) << "of a day that is not in the table, its month";
  EXPECT_TRUE(published_of(*parse_day("2031-01-01")).empty());
}

}  // namespace
}  // namespace davy::energy
