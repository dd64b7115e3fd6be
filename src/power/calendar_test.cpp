#include "power/calendar.hpp"

#include <gtest/gtest.h>

namespace davy::power {
namespace {

Day day(std::string_view text) { return *parse_day(text); }

TEST(Calendar, days_are_counted_since_1970) {
  EXPECT_EQ(day("1970-01-01"), 0);
  EXPECT_EQ(day("2018-01-01"), 17'532);
  EXPECT_EQ(day_text(17'532), "2018-01-01");
  EXPECT_EQ(weekday(day("2018-01-01")), 0);  // a Monday
  EXPECT_EQ(weekday(day("1969-12-31")), 2);
}

TEST(Calendar, what_is_no_day_is_none) {
  for (const std::string_view text :
       {"", "2018-1-1", "2018-02-30", "2018-13-01", "20180101xx", "-018-01-01"})
    EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Calendar, knows_kinds_by_their_words) {
  const auto calendar = Calendar::parse(
      "first_day\tlast_day\tkind\n2018-12-24\t2019-01-01\tclosure\n2018-10-02\t2018-11-30\tterm\n"
      "2019-02-04\t2019-02-10\t春节假期\n",
      "c.tsv");
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->kinds(), 3U);
  EXPECT_TRUE(calendar->is(day("2018-12-24"), 0));
  EXPECT_TRUE(calendar->is(day("2019-01-01"), 0));
  EXPECT_FALSE(calendar->is(day("2019-01-02"), 0));
  EXPECT_TRUE(calendar->is_off(day("2018-12-27")));
  EXPECT_FALSE(calendar->is_off(day("2018-10-03")));  // in term, people work
  EXPECT_TRUE(calendar->is_off(day("2019-02-05")));
  EXPECT_TRUE(calendar->is_off(day("2018-10-06")));  // a Saturday
}

TEST(Calendar, a_line_that_is_no_period_is_named) {
  EXPECT_EQ(Calendar::parse("2018-01-02\t2018-01-01\tterm\n", "c.tsv").error().message,
            "c.tsv:1: not a period: first_day, last_day (YYYY-MM-DD) and kind, with tabs between");
  EXPECT_FALSE(Calendar::parse("2018-01-02\t2018-01-03\n", "c.tsv"));
}

TEST(Calendar, the_number_of_kinds_is_bounded) {
  std::string text;
  for (int kind = 0; kind < 20; ++kind)
    text += "2018-01-02\t2018-01-03\tkind" + std::to_string(kind) + "\n";
  EXPECT_FALSE(Calendar::parse(text, "c.tsv"));
}

}  // namespace
}  // namespace davy::power
