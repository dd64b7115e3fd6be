#include "workbench/report/load_text.hpp"

#include <gtest/gtest.h>

#include "workbench/report/load_svg.hpp"

namespace davy::report {
namespace {

JudgedLoad made_load() {
  const Timestamp at = timestamp_ns(1'534'500'000'000'000'000);  // 2018-08-17T10:00:00Z
  JudgedLoad load{.meter = "m<3>", .detector = "hidden_load", .pattern = "night_only"};
  load.onset = {at - std::chrono::hours{5}, at, at + std::chrono::hours{8}};
  load.last_seen = at + std::chrono::hours{240};
  load.kw = {11.234, 14, 16.5};
  load.kwh = {1'000, 12'345, 20'000};
  load.machines = {3.1, 4.3, 5.4};
  load.settles = {Settles::works_log, Settles::network};
  load.picture = {at - std::chrono::hours{72}, {10, 11, power::gap, 24, 25}, {10, 11, 10, 11, 10}};
  return load;
}

TEST(LoadText, numbers_have_three_digits) {
  EXPECT_EQ(rounded(14), "14");
  EXPECT_EQ(rounded(0.01234), "0.0123");
  EXPECT_EQ(rounded(12'345), "12,300");
  EXPECT_EQ(rounded(999.6), "1,000");
}

TEST(LoadText, says_when_how_much_and_for_how_long) {
  const JudgedLoad load = made_load();
  EXPECT_EQ(since_text(load, Language::en),
            "since 2018-08-17T10:00Z (between 2018-08-17T05:00Z and 2018-08-17T18:00Z)");
  EXPECT_EQ(size_text(load, Language::en), "14 kW (11.2 to 16.5)");
  EXPECT_EQ(until_text(load, Language::en), "still there on 2018-08-27");
  EXPECT_EQ(pattern_text(load, Language::zh), "仅夜间");
  EXPECT_NE(settles_text(load, Language::en).find("works log"), std::string::npos);
}

TEST(LoadText, what_rises_is_at_least) {
  JudgedLoad load = made_load();
  load.at_least = true;
  load.still_there = false;
  EXPECT_EQ(size_text(load, Language::en), "at least 14 kW (11.2 to 16.5), still rising");
  EXPECT_EQ(until_text(load, Language::en), "gone again since 2018-08-27");
}

TEST(LoadSvg, a_gap_breaks_the_line_and_names_are_escaped) {
  const std::string html = load_html(made_load(), Language::en);
  const std::size_t drawn = html.find("class=\"drawn\" d=\"M");
  ASSERT_NE(drawn, std::string::npos);
  EXPECT_NE(html.find('M', html.find("d=\"M", drawn) + 4), std::string::npos);
  EXPECT_EQ(html.find("m<3>"), std::string::npos);
  EXPECT_EQ(html.find("nan"), std::string::npos);
}

TEST(LoadSvg, nothing_to_draw_is_nothing) {
  JudgedLoad load = made_load();
  load.picture.drawn_kw.clear();
  EXPECT_EQ(load_html(load, Language::en), "");
}

}  // namespace
}  // namespace davy::report
