#include "power/meter_context.hpp"

#include <gtest/gtest.h>

namespace davy::power {
namespace {

TEST(MeterContexts, are_read_and_an_unknown_meter_has_none) {
  const auto contexts = MeterContexts::parse(
      "meter,class,contracted_kw,feeder\nA1,agricultural,30,F\nF,,,\n", "m.csv");
  ASSERT_TRUE(contexts);
  EXPECT_EQ(contexts->of("A1").tariff_class, "agricultural");
  EXPECT_EQ(*contexts->of("A1").contracted_kw, 30);
  EXPECT_EQ(contexts->of("A1").feeder, "F");
  EXPECT_FALSE(contexts->of("F").contracted_kw);
  EXPECT_EQ(contexts->of("B").feeder, "");
}

TEST(MeterContexts, what_is_none_is_named) {
  EXPECT_FALSE(MeterContexts::parse("system,kw\nA,3\n", "m.csv"));
  EXPECT_EQ(MeterContexts::parse("meter,contracted_kw\nA,much\n", "m.csv").error().message,
            "m.csv:2: contracted_kw is no number: much");
  EXPECT_EQ(MeterContexts::parse("meter,contracted_kw\nA,30kW\n", "m.csv").error().message,
            "m.csv:2: contracted_kw is no number: 30kW");
}

TEST(MeterContexts, tell_what_was_closed_and_what_may_be_drawn_after_it) {
  const auto contexts =
      MeterContexts::parse("meter,kind,closed_on,floor_kw\nA,pdu,2021-12-31,1.5\nB,,,\n", "m.csv");
  ASSERT_TRUE(contexts);
  EXPECT_EQ(contexts->of("A").closed_on, parse_day("2021-12-31"));
  EXPECT_EQ(contexts->of("A").floor_kw, 1.5);
  EXPECT_TRUE(contexts->of("A").is_machine());
  EXPECT_FALSE(contexts->of("B").closed_on);
  EXPECT_EQ(MeterContexts::parse("meter,closed_on\nA,31.12.2021\n", "m.csv").error().message,
            "m.csv:2: closed_on is no day as 2021-12-31: 31.12.2021");
}

}  // namespace
}  // namespace davy::power
