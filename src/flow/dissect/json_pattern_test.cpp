#include "flow/dissect/json_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_dialects.hpp"

namespace davy::flow {
namespace {

bool fits(std::string_view pattern, std::string_view text) {
  JsonOutline outline;
  EXPECT_EQ(outline.scan(text), ScanOutcome::complete) << text;
  const JsonPattern compiled(pattern);
  EXPECT_TRUE(compiled.valid()) << pattern;
  return compiled.matches(outline, outline.root());
}

TEST(JsonPattern, NamesTypes) {
  const char* values[] = {R"("x")", "1", "true", "false", "null", "[]", "{}"};
  const struct {
    const char* pattern;
    const char* fits;  // one letter a value: y or n
  } cases[] = {{"?", "yyyyyyy"},   {"s", "ynnnnnn"}, {"n", "nynnnnn"}, {"b", "nnyynnn"},
               {"t", "nnynnnn"},   {"f", "nnnynnn"}, {"z", "nnnnynn"}, {"[]", "nnnnnyn"},
               {"[*]", "nnnnnyn"}, {"{}", "nnnnnny"}};
  for (const auto& c : cases) {
    for (std::size_t i = 0; i < std::size(values); ++i) {
      EXPECT_EQ(fits(c.pattern, values[i]), c.fits[i] == 'y') << c.pattern << " on " << values[i];
    }
  }
}

TEST(JsonPattern, NamesTexts) {
  EXPECT_TRUE(fits(R"("ok")", R"("ok")"));
  EXPECT_FALSE(fits(R"("ok")", R"("ok2")"));
  EXPECT_FALSE(fits(R"("ok")", R"("OK")"));
  EXPECT_TRUE(fits(R"("XMRig*")", R"("XMRig/6.21")"));
  EXPECT_FALSE(fits(R"("XMRig*")", R"("an XMRig")"));
  EXPECT_TRUE(fits(R"("*end")", R"("the end")"));
  EXPECT_FALSE(fits(R"("*end")", R"("ended")"));
  EXPECT_TRUE(fits(R"("*ccept*")", R"("was accepted")"));
  EXPECT_FALSE(fits(R"("*ccept*")", R"("refused")"));
  EXPECT_FALSE(fits(R"("1")", "1"));
}

TEST(JsonPattern, ReadsTextsThroughTheirEscapes) {
  EXPECT_TRUE(fits(R"("mining.notify")", R"("mining.\u006eotify")"));
  EXPECT_FALSE(fits(R"("mining.notify")", R"("mining.\\u006eotify")"));
}

TEST(JsonPattern, NamesHexadecimalDigits) {
  EXPECT_TRUE(fits("h", R"("0aF9")"));
  EXPECT_FALSE(fits("h", R"("0x0a")"));
  EXPECT_FALSE(fits("h", R"("")"));
  EXPECT_FALSE(fits("h", R"("0ag9")"));
  EXPECT_FALSE(fits("h", "10"));
  EXPECT_TRUE(fits("h8", R"("0123abcd")"));
  EXPECT_FALSE(fits("h8", R"("0123abc")"));
  EXPECT_FALSE(fits("h8", R"("0123abcde")"));
  EXPECT_TRUE(fits("h8+", R"("0123abcde")"));
  EXPECT_FALSE(fits("h8+", R"("0123abc")"));
  EXPECT_TRUE(fits("x4", R"("0xabcd")"));
  EXPECT_FALSE(fits("x4", R"("abcd")"));
  EXPECT_FALSE(fits("x4", R"("0xabcde")"));
  EXPECT_TRUE(fits("H4", R"("abcd")"));
  EXPECT_TRUE(fits("H4", R"("0XABCD")"));
  EXPECT_FALSE(fits("H4", R"("0xab")"));
  EXPECT_FALSE(fits("H", R"("0x")"));
}

TEST(JsonPattern, ArraysAreExactUnlessTheySayOtherwise) {
  EXPECT_TRUE(fits("[s n]", R"(["a",1])"));
  EXPECT_FALSE(fits("[s n]", R"(["a"])"));
  EXPECT_FALSE(fits("[s n]", R"(["a",1,2])"));
  EXPECT_FALSE(fits("[s n]", R"([1,"a"])"));
  EXPECT_TRUE(fits("[s n *]", R"(["a",1])"));
  EXPECT_TRUE(fits("[s n *]", R"(["a",1,null,{}])"));
  EXPECT_FALSE(fits("[s n *]", R"(["a"])"));
  EXPECT_FALSE(fits("[]", "[1]"));
  EXPECT_TRUE(fits("[[s n] z]", R"([["a",1],null])"));
}

TEST(JsonPattern, AnElementMayRepeat) {
  EXPECT_TRUE(fits("[n^]", "[]"));
  EXPECT_TRUE(fits("[n^]", "[1,2,3]"));
  EXPECT_FALSE(fits("[n^]", R"([1,"2"])"));
  EXPECT_TRUE(fits("[s n^ b]", R"(["a",1,2,true])"));
  EXPECT_TRUE(fits("[s n^ b]", R"(["a",true])"));
  EXPECT_FALSE(fits("[s n^ b]", R"(["a",1])"));
}

TEST(JsonPattern, RepeatedElementsBeyondTheOutlineAreTakenOnTrust) {
  std::string numbers = "[1";
  for (int i = 0; i < 60; ++i) numbers += ",1";
  EXPECT_TRUE(fits("[n^]", numbers + "]"));
  EXPECT_FALSE(fits("[n n]", numbers + "]"));
  EXPECT_FALSE(fits("[s^]", numbers + "]"));
}

TEST(JsonPattern, ObjectsNameWhatTheyNeed) {
  EXPECT_TRUE(fits("{a:s b:n}", R"({"b":1,"x":[],"a":"t"})"));
  EXPECT_FALSE(fits("{a:s b:n}", R"({"a":"t"})"));
  EXPECT_FALSE(fits("{a:s b:n}", R"({"a":"t","b":"1"})"));
  EXPECT_TRUE(fits("{a?:s}", "{}"));
  EXPECT_TRUE(fits("{a?:s}", R"({"a":"t"})"));
  EXPECT_FALSE(fits("{a?:s}", R"({"a":1})"));
  EXPECT_TRUE(
      fits("{params:{job.id:s x-roll_n:?}}", R"({"params":{"job.id":"1","x-roll_n":null}})"));
  EXPECT_TRUE(fits("{ a : [ s * ] }", R"({"a":["t"]})"));
}

TEST(JsonPattern, OneOfSeveralForms) {
  EXPECT_TRUE(fits("(s|n)", "1"));
  EXPECT_TRUE(fits("(s|n)", R"("1")"));
  EXPECT_FALSE(fits("(s|n)", "null"));
  EXPECT_TRUE(fits(R"({a:("x*"|z)})", R"({"a":null})"));
  EXPECT_FALSE(fits(R"({a:("x*"|z)})", R"({"a":"y"})"));
}

TEST(JsonPattern, WrongOnesAreInvalidAndMatchNothing) {
  JsonOutline outline;
  ASSERT_EQ(outline.scan("{}"), ScanOutcome::complete);
  for (const char* wrong : {"", "q", "s s", "[s", "{a:s", "{a}", "{:s}", "{a s}", "(s|n", "(s|)",
                            "\"open", "h8x", "{}}", "]", "*"}) {
    const JsonPattern pattern(wrong);
    EXPECT_FALSE(pattern.valid()) << wrong;
    EXPECT_FALSE(pattern.matches(outline, outline.root())) << wrong;
  }
}

TEST(JsonPattern, EveryPatternOfEveryDialectIsValid) {
  std::size_t patterns = 0;
  for (const Dialect* dialect : all_dialects()) {
    for (const Shape& shape : dialect->shapes) {
      if (!shape.pattern.starts_with('{')) continue;
      ++patterns;
      EXPECT_TRUE(JsonPattern(shape.pattern).valid()) << dialect->id << ' ' << shape.pattern;
    }
  }
  EXPECT_GT(patterns, 100u);
}

TEST(AllDialects, SayWhatTheyAreAndWhereItIsKnownFrom) {
  for (const Dialect* dialect : all_dialects()) {
    EXPECT_FALSE(dialect->id.empty());
    EXPECT_FALSE(dialect->title.empty()) << dialect->id;
    EXPECT_NE(dialect->source.find("20"), std::string_view::npos) << dialect->id << " has no date";
    EXPECT_FALSE(dialect->shapes.empty()) << dialect->id;
    for (const Shape& shape : dialect->shapes) {
      EXPECT_FALSE(shape.rule.empty()) << dialect->id;
      EXPECT_GE(shape.strength_nats, 0) << dialect->id << ' ' << shape.rule;
      EXPECT_LE(shape.strength_nats, 15) << dialect->id << ' ' << shape.rule;
    }
  }
}

}  // namespace
}  // namespace davy::flow
