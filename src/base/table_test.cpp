#include "base/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace davy {
namespace {

TEST(Table, finds_columns_by_name_in_any_order_and_case) {
  const Table table("# a note\nB,a\n1, 2 \n\n3,4\n");
  ASSERT_EQ(table.rows().size(), 2U);
  EXPECT_EQ(table.at(table.rows()[0], "a"), "2");
  EXPECT_EQ(table.at(table.rows()[1], "b"), "3");
  EXPECT_EQ(table.rows()[1].line, 5U);
  EXPECT_TRUE(table.has("b"));
  EXPECT_FALSE(table.has("c"));
}

TEST(Table, tabs_leave_commas_alone) {
  const Table table("\xEF\xBB\xBFname\tlist\nx\ta, b\n");
  EXPECT_EQ(table.at(table.rows()[0], "name"), "x");
  EXPECT_EQ(table.at(table.rows()[0], "list"), "a, b");
}

TEST(Table, a_short_row_has_empty_fields) {
  const Table table("a,b\n1\n");
  EXPECT_EQ(table.at(table.rows()[0], "b"), "");
}

TEST(Table, nothing_is_no_table) { EXPECT_TRUE(Table("").rows().empty()); }

TEST(Listed, parts_between_spaces_and_semicolons) {
  EXPECT_THAT(listed(" a; b  c;"), testing::ElementsAre("a", "b", "c"));
  EXPECT_TRUE(listed("").empty());
}

}  // namespace
}  // namespace davy
