#include "base/delimited_text.hpp"

#include <gtest/gtest.h>

namespace davy {
namespace {

TEST(DelimitedText, fields_by_name_and_rows_by_line) {
  DelimitedText table("# a note\nB,a\n1, 2 \n\n3,4\n");
  EXPECT_TRUE(table.has("b"));
  EXPECT_FALSE(table.has("c"));
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.named("a"), "2");
  EXPECT_EQ(table.line(), 3U);
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.named("b"), "3");
  EXPECT_EQ(table.named("c"), "");
  EXPECT_EQ(table.line(), 5U);
  EXPECT_FALSE(table.next());
}

TEST(DelimitedText, tabs_leave_commas_alone) {
  DelimitedText table("\xEF\xBB\xBFname\tlist\nx\ta, b\n");
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.named("name"), "x");
  EXPECT_EQ(table.named("list"), "a, b");
}

TEST(DelimitedText, a_short_row_has_empty_fields_and_nothing_is_no_table) {
  DelimitedText table("a,b\n1\n");
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.named("b"), "");
  EXPECT_FALSE(DelimitedText("").next());
}

}  // namespace
}  // namespace davy
