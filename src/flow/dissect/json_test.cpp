#include "flow/dissect/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace davy::flow {
namespace {

using enum ScanOutcome;

ScanOutcome scan(std::string_view text) {
  JsonOutline outline;
  return outline.scan(text);
}

TEST(JsonScan, AcceptsEveryValueOfRfc8259) {
  for (const char* text : {"{}",
                           "[]",
                           "\"\"",
                           "0",
                           "-0",
                           "1",
                           "-1",
                           "10",
                           "1.5",
                           "-0.25",
                           "1e3",
                           "1E+3",
                           "1e-3",
                           "1.5e10",
                           "true",
                           "false",
                           "null",
                           "[1]",
                           "[1,2]",
                           "[[]]",
                           "[{}]",
                           "{\"a\":1}",
                           "{\"a\":[]}",
                           "{\"\":null}",
                           "{\"a\":1,\"a\":2}",
                           "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
                           "\"\x7f\"",
                           "\"\xc3\xa9\"",
                           " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } ",
                           "[true,false,null]"}) {
    EXPECT_EQ(scan(text), complete) << text;
  }
}

TEST(JsonScan, RefusesWhatRfc8259Refuses) {
  for (const char* text : {"}",
                           "]",
                           ",",
                           ":",
                           "{,}",
                           "{\"a\"}",
                           "{\"a\" 1}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{\"a\":1 \"b\":2}",
                           "{a:1}",
                           "{'a':1}",
                           "{1:2}",
                           "[,]",
                           "[1,]",
                           "[1 2]",
                           "[1}",
                           "{\"a\":1]",
                           "[01]",
                           "[-01]",
                           "[00]",
                           "[+1]",
                           "[.5]",
                           "[1.]",
                           "[1.e1]",
                           "[1e]",
                           "[1e+]",
                           "[-]",
                           "[--1]",
                           "[0x10]",
                           "[NaN]",
                           "[Infinity]",
                           "[True]",
                           "[nul]",
                           "[truee]",
                           "\"\n\"",
                           "\"\t\"",
                           "[\"\x01\"]",
                           "[\"a\x1f\"]",
                           "//",
                           "{\"a\":1 /* */}",
                           "[1\v]",
                           "\xef\xbb\xbf{}"}) {
    EXPECT_EQ(scan(text), malformed) << text;
  }
}

// Documented: senders are sloppy, and evidence must be readable all the same.
TEST(JsonScan, LetsInvalidUtf8AndUnknownEscapesThrough) {
  EXPECT_EQ(scan("\"\xff\xfe\x80\""), complete);
  EXPECT_EQ(scan(R"("\x41\q\u12")"), complete);
}

TEST(JsonScan, StopsWhereTheValueEnds) {
  JsonOutline outline;
  EXPECT_EQ(outline.scan("{\"a\":1}{\"b\":2}"), complete);
  EXPECT_EQ(outline.consumed(), 7u);
  EXPECT_EQ(outline.scan("  [1]\n{}"), complete);
  EXPECT_EQ(outline.consumed(), 5u);
  EXPECT_EQ(outline.scan("{\"a\":x}"), malformed);
  EXPECT_EQ(outline.consumed(), 5u);
}

constexpr std::string_view every_construct =
    R"({"id":-12.5e+3,"method":"mining.\u006eotify","params":["\"x\\",[[],{}],true,false,null,{"k":0}],"n":1})";

TEST(JsonScan, IsIncompleteWhereverItIsCut) {
  JsonOutline outline;
  for (std::size_t octets = 0; octets < every_construct.size(); ++octets) {
    EXPECT_EQ(outline.scan(every_construct.substr(0, octets)), incomplete) << octets;
  }
  EXPECT_EQ(outline.scan(every_construct), complete);
}

TEST(JsonScan, ACutTextIsOutlinedAsFarAsItGoes) {
  JsonOutline outline;
  ASSERT_EQ(outline.scan(R"({"method":"mining.notify","params":["1f","00ab)"), incomplete);
  const JsonNode* params = outline.find(outline.root(), "params");
  ASSERT_NE(params, nullptr);
  EXPECT_EQ(params->children, 2u);
  EXPECT_EQ(params->text, R"(["1f","00ab)");
  EXPECT_EQ(outline.at(*params, 1)->text, "00ab");
}

TEST(JsonScan, NestingIsBoundedExactly) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(scan(nested(limits::json_depth_max)), complete);
  EXPECT_EQ(scan(nested(limits::json_depth_max + 1)), too_deep);
  EXPECT_EQ(scan(std::string(1'000'000, '[')), too_deep);
}

TEST(JsonScan, PlainRunsOfAnyLengthEndAtTheirQuote) {
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string text = '"' + std::string(length, 'a') + '"';
    JsonOutline outline;
    EXPECT_EQ(outline.scan(text + "trailing octets that are not part of it"), complete);
    EXPECT_EQ(outline.root().text.size(), length);
    EXPECT_FALSE(outline.root().text_escaped);
    EXPECT_EQ(scan('"' + std::string(length, 'a') + "\x1f" + std::string(20, 'b') + '"'), malformed)
        << length;
  }
}

class Outline : public testing::Test {
 protected:
  const JsonNode& of(std::string_view text) {
    EXPECT_EQ(outline.scan(text), complete) << text;
    return outline.root();
  }
  JsonOutline outline;
};

TEST_F(Outline, NamesTypesTextsAndChildren) {
  const JsonNode& root =
      of(R"({"s":"a\nb","n":-1.5,"t":true,"f":false,"z":null,"a":[1,[2,3],4],"o":{"x":{}}})");
  EXPECT_EQ(root.children, 7u);
  EXPECT_EQ(outline.find(root, "s")->type, JsonType::string);
  EXPECT_EQ(outline.find(root, "s")->text, R"(a\nb)");
  EXPECT_TRUE(outline.find(root, "s")->text_escaped);
  EXPECT_EQ(outline.find(root, "n")->text, "-1.5");
  EXPECT_EQ(outline.find(root, "t")->text, "true");
  EXPECT_EQ(outline.find(root, "f")->type, JsonType::boolean);
  EXPECT_EQ(outline.find(root, "z")->type, JsonType::null);
  const JsonNode* array = outline.find(root, "a");
  EXPECT_EQ(array->text, "[1,[2,3],4]");
  EXPECT_EQ(array->children, 3u);
  EXPECT_EQ(outline.at(*array, 2)->text, "4");  // not a child of the inner array
  EXPECT_EQ(outline.at(*array, 3), nullptr);
  EXPECT_EQ(outline.at(*outline.at(*array, 1), 1)->text, "3");
  EXPECT_EQ(outline.find(*outline.find(root, "o"), "x")->depth, 2);
}

TEST_F(Outline, FindsOnlyOwnMembersByWholeKeys) {
  const JsonNode& root = of(R"({"method2":1,"params":{"method":2},"metho":3,"":4})");
  EXPECT_EQ(outline.find(root, "method"), nullptr);
  EXPECT_EQ(outline.find(root, "absent"), nullptr);
  EXPECT_EQ(outline.at(root, 0), nullptr);  // an object has no elements
  EXPECT_EQ(outline.find(*outline.find(root, "params"), "method")->text, "2");
  EXPECT_EQ(outline.find(of("[1]"), "0"), nullptr);
}

TEST_F(Outline, FindsKeysThatAreWrittenWithEscapes) {
  const JsonNode& root = of(R"({"meth\u006fd":"a"})");
  ASSERT_NE(outline.find(root, "method"), nullptr);
  EXPECT_TRUE(outline.find(root, "method")->key_escaped);
}

TEST_F(Outline, WideContainersAreCountedButOutlinedUpToTheBound) {
  std::string text = "[0";
  for (int i = 1; i < 100; ++i) text += ',' + std::to_string(i);
  text += ']';  // outlives the outline, whose texts point into it
  const JsonNode& root = of(text);
  EXPECT_EQ(root.children, 100u);
  EXPECT_EQ(outline.at(root, JsonOutline::outline_children - 1)->text, "39");
  EXPECT_EQ(outline.at(root, JsonOutline::outline_children), nullptr);
}

TEST_F(Outline, DeepContainersAreCheckedButOutlinedUpToTheBound) {
  of("[[[[[[[[1]]]]]]]]");
  std::uint8_t deepest = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) deepest = std::max(deepest, outline[i].depth);
  EXPECT_EQ(deepest, JsonOutline::outline_depth);
  EXPECT_EQ(scan("[[[[[[[[1}]]]]]]]"), malformed);
}

TEST_F(Outline, ManyNodesFillItAndNoMore) {
  std::string text = "[";
  for (int i = 0; i < 30; ++i) text += "[1,2,3,4,5,6,7,8,9],";
  text += "0]";
  const JsonNode& root = of(text);
  EXPECT_EQ(root.children, 31u);
  EXPECT_EQ(outline.size(), JsonOutline::nodes_max);
  std::size_t walked = 0;
  for (const JsonNode* child = outline.first_child(root); child != nullptr;
       child = outline.next_sibling(root, *child)) {
    ++walked;
  }
  EXPECT_EQ(walked, 20u);  // 19 whole ones of 10 nodes, and the beginning of one
}

TEST_F(Outline, IsReusedWithoutRemains) {
  of(R"({"a":{"b":1},"c":2})");
  const JsonNode& root = of("{}");
  EXPECT_EQ(outline.size(), 1u);
  EXPECT_EQ(root.children, 0u);
  EXPECT_EQ(outline.first_child(root), nullptr);
  EXPECT_EQ(outline.scan("   "), incomplete);
  EXPECT_TRUE(outline.empty());
}

TEST(JsonFrame, FindsTheEndInAnySplit) {
  const std::string text = std::string(every_construct) + "{\"next\":1}";
  for (std::size_t split = 0; split <= every_construct.size(); ++split) {
    JsonFrame frame;
    std::size_t used = 0;
    const bool early = frame.feed(text.substr(0, split), used);
    EXPECT_EQ(early, split == every_construct.size());
    if (early) continue;
    EXPECT_EQ(used, split);
    EXPECT_TRUE(frame.feed(text.substr(split), used));
    EXPECT_EQ(split + used, every_construct.size());
  }
}

TEST(JsonFrame, BracesInStringsDoNotCount) {
  JsonFrame frame;
  std::size_t used = 0;
  EXPECT_FALSE(frame.feed(R"({"a":"}\"}]")", used));
  EXPECT_TRUE(frame.feed("}", used));
  EXPECT_EQ(used, 1u);
}

TEST(JsonUnescape, ReplacesEveryEscape) {
  EXPECT_EQ(unescape(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(unescape(R"(mining.\u0073ubmit)"), "mining.submit");
  EXPECT_EQ(unescape(R"(\u00e9\u20AC)"), "\xc3\xa9\xe2\x82\xac");
  EXPECT_EQ(unescape(R"(\ud83d\ude00!)"), "\xf0\x9f\x98\x80!");  // two halves, one letter
  EXPECT_EQ(unescape(R"(\ud83d\u0041)"),
            "\xed\xa0\xbd"
            "A");  // one half alone
}

TEST(JsonUnescape, KeepsDamagedOnes) {
  EXPECT_EQ(unescape(R"(\q)"), R"(\q)");
  EXPECT_EQ(unescape(R"(\u12)"), R"(\u12)");
  EXPECT_EQ(unescape(R"(\u12g4)"), R"(\u12g4)");
  EXPECT_EQ(unescape("a\\"), "a\\");
}

}  // namespace
}  // namespace davy::flow
