#include "flow/export/json_record.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::array<JsonName, 8> names{{{"", "ts"},
                                         {"", "list"},
                                         {"a", "x"},
                                         {"a.b", "x"},
                                         {"a.rows", "k"},
                                         {"a.rows", "v"},
                                         {"", "ts"},
                                         {"", "text"}}};

struct Reading : testing::Test {
  JsonRecord record{names};
  std::string kept;  // strings without escapes are views into the line
  bool read(std::string text) {
    kept = std::move(text);
    return record.read({kept, 0, true});
  }
};
using JsonRecordTest = Reading;

TEST_F(JsonRecordTest, finds_members_by_section) {
  ASSERT_TRUE(
      read(R"({"x":9,"a":{"z":[1,{"x":2}],"x":"one","b":{"x":-2.5e3 }},"ts":17.25 ,"c":{"x":3}})"));
  EXPECT_EQ(record[0], "17.25");
  EXPECT_EQ(record[2], "one");
  EXPECT_EQ(record[3], "-2.5e3");
  EXPECT_FALSE(record.has(7));
  ASSERT_TRUE(read(R"({"ts":null,"text":true})"));
  EXPECT_FALSE(record.has(0));  // and nothing is left of the line before
  EXPECT_FALSE(record.has(2));
  EXPECT_EQ(record[7], "true");
}

TEST_F(JsonRecordTest, undoes_escapes) {
  ASSERT_TRUE(read(R"({"text":"a\u002db\n\"\ud83d\ude00","t\u0073":1,"ts":""})"));
  EXPECT_EQ(record[7], "a-b\n\"\xf0\x9f\x98\x80");
  EXPECT_TRUE(record.has(0));
  EXPECT_EQ(record[0], "");
}

TEST_F(JsonRecordTest, makes_lists_and_columns) {
  ASSERT_TRUE(
      read(R"({"list":["p",2,null,[3],{"k":4}],"a":{"rows":[{"k":1},{"v":"w","k":2},7,{}]}})"));
  ASSERT_EQ(record.list(1).size(), 3u);
  EXPECT_EQ(record.list(1)[1], "2");
  ASSERT_EQ(record.list(4).size(), 3u);
  ASSERT_EQ(record.list(5).size(), 3u);
  EXPECT_EQ(record.list(4)[1], "2");
  EXPECT_EQ(record.list(5)[0].data(), nullptr);
  EXPECT_EQ(record.list(5)[1], "w");
}

TEST_F(JsonRecordTest, bounds_its_lists) {
  std::string text = R"({"list":[0)";
  for (std::size_t i = 1; i < limits::log_list_items_max; ++i) text += ",1";
  ASSERT_TRUE(read(text + "]}"));
  EXPECT_FALSE(record.list_cut());
  ASSERT_TRUE(read(text + R"(,2],"list":[3]})"));
  EXPECT_TRUE(record.list_cut());
  EXPECT_EQ(record.list(1).size(), limits::log_list_items_max);
}

TEST_F(JsonRecordTest, refuses_what_is_no_object) {
  for (const char* none : {"",
                           "1",
                           "null",
                           "\"x\"",
                           "[]",
                           "{",
                           "}",
                           "{}}",
                           "{} {}",
                           "{},",
                           "{\"ts\"}",
                           "{\"ts\":}",
                           "{\"ts\":1,}",
                           "{\"ts\":1",
                           "{\"ts\":\"1}",
                           "{\"a\":{\"x\":1}",
                           "{\"a\":{\"x\":1]}",
                           "{\"ts\":\"a\tb\"}",
                           "{\"text\":\"\\q\"}",
                           "{\"text\":\"\\ud800\"}",
                           "{\"text\":\"\xff\"}",
                           "{ts:1}",
                           "{'ts':1}"}) {
    EXPECT_FALSE(read(none)) << none;
  }
}

TEST_F(JsonRecordTest, every_cut_of_a_line_is_refused) {
  const std::string whole = R"({"ts":1.5,"list":["p"],"a":{"x":"\\","rows":[{"k":1}]}})";
  ASSERT_TRUE(read(whole));
  for (std::size_t octets = 0; octets < whole.size(); ++octets)
    EXPECT_FALSE(read(whole.substr(0, octets))) << octets;
}

TEST_F(JsonRecordTest, does_not_mind_what_stands_behind_the_line) {
  const std::string text = R"({"ts":17,"text":"a"})";
  const std::string file = text + std::string(64, '7');
  ASSERT_TRUE(record.read({std::string_view{file}.substr(0, text.size()), 64, true}));
  EXPECT_EQ(record[0], "17");
  EXPECT_EQ(record[7], "a");
  EXPECT_FALSE(record.read({std::string_view{file}.substr(0, text.size() - 1), 65, true}));
}

TEST_F(JsonRecordTest, is_not_deeper_than_it_was_asked) {
  const std::string deep(100'000, '[');
  EXPECT_FALSE(read("{\"list\":" + deep));
  read("{\"other\":" + deep + std::string(100'000, ']') + ",\"ts\":1}");  // must come back
}

}  // namespace
}  // namespace davy::flow
