#include "workbench/report/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "workbench/report/number_text.hpp"
#include "workbench/report/terminal_text.hpp"

namespace davy::report {
namespace {

TEST(Utf8, keeps_what_is_valid) { EXPECT_EQ(valid_utf8("aé中😀"), "aé中😀"); }

TEST(Utf8, replaces_what_is_not) {
  EXPECT_EQ(valid_utf8("a\xff"), "a\uFFFD");
  EXPECT_EQ(valid_utf8("\xc0\xaf"), "\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD") << "surrogate";
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "past U+10FFFF";
  EXPECT_EQ(valid_utf8("\xe4\xb8"), "\uFFFD\uFFFD") << "cut";
}

TEST(Utf8, nothing_steers_the_display) {
  EXPECT_EQ(printable("a\x1b[31mb\r\n\x7f"), "a·[31mb···");
  EXPECT_EQ(printable("\u202Eevil\u2066\u009B"), "·evil··");
}

RC_GTEST_PROP(Utf8, any_octets_become_valid_and_stay_so, (const std::string& octets)) {
  const std::string once = printable(octets);
  RC_ASSERT(valid_utf8(once) == once);
  RC_ASSERT(once.find('\x1b') == std::string::npos);
}

TEST(Columns, count_cjk_twice_and_marks_not_at_all) {
  EXPECT_EQ(columns("abc"), 3U);
  EXPECT_EQ(columns("挖矿"), 4U);
  EXPECT_EQ(columns("e\u0301"), 1U);
  EXPECT_EQ(columns("→"), 1U);
}

TEST(Columns, fitted_never_exceeds_the_width) {
  EXPECT_EQ(fitted("abcdef", 6), "abcdef");
  EXPECT_EQ(fitted("abcdef", 5), "abcd…");
  EXPECT_EQ(fitted("挖矿会话", 6), "挖矿…");
  EXPECT_EQ(fitted("abc", 0), "");
}

RC_GTEST_PROP(Columns, wrapped_lines_fit_and_lose_nothing, (const std::string& octets)) {
  const std::string words = printable(octets);
  const auto width = static_cast<std::size_t>(*rc::gen::inRange(2, 40));
  std::string together;
  for (const std::string& line : wrapped(words, width)) {
    RC_ASSERT(columns(line) <= width);
    together += line;
  }
  std::string expected = words;
  std::erase(expected, ' ');
  std::erase(together, ' ');
  RC_ASSERT(together == expected);
}

TEST(Numbers, read_easily) {
  EXPECT_EQ(with_si_prefix(0, "W"), "0 W");
  EXPECT_EQ(with_si_prefix(8'123, "H/s"), "8.12 kH/s");
  EXPECT_EQ(with_si_prefix(999.6, "W"), "1.00 kW");
  EXPECT_EQ(with_si_prefix(112.3, "W"), "112 W");
  EXPECT_EQ(with_si_prefix(1.1e14, "H/s"), "110 TH/s");
  EXPECT_EQ(with_si_prefix(0.0137, "J"), "13.7 mJ");
  EXPECT_EQ(with_si_prefix(3e-11, "J"), "30.0 pJ");
  EXPECT_EQ(si_range({6'710, 0, 12'049}, "H/s", "to"), "6.71 to 12.0 kH/s");
  EXPECT_EQ(si_range({28.9, 0, 1'100}, "W", "to"), "28.9 W to 1.10 kW");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(grouped(123), "123");
}

TEST(Numbers, plain_ones_have_six_digits_and_no_exponent) {
  EXPECT_EQ(plain_number(0.1 + 0.2), "0.3");
  EXPECT_EQ(plain_number(250'000), "250000");
  EXPECT_EQ(plain_number(8123.4567), "8123.46");
  EXPECT_EQ(plain_number(1.23456789e15), "1234570000000000");
  EXPECT_EQ(plain_number(-0.0), "-0");
  EXPECT_EQ(plain_number(-17), "-17");
  EXPECT_EQ(plain_number(999'999.7), "1000000");
  EXPECT_EQ(plain_number(0.00001234567), "1.23457e-05");
}

TEST(Times, are_utc) {
  const Timestamp t = timestamp_ns(1'621'321'391'123'456'789);
  EXPECT_EQ(to_whole_second(t), "2021-05-18T07:03:11Z");
  EXPECT_EQ(time_of_day(t), "07:03:11Z");
  EXPECT_TRUE(same_day(t, t + std::chrono::hours{16}));
  EXPECT_FALSE(same_day(t, t + std::chrono::hours{17}));
  EXPECT_EQ(duration_text(std::chrono::milliseconds{1'500}), "1.5 s");
  EXPECT_EQ(duration_text(std::chrono::seconds{45}), "45 s");
  EXPECT_EQ(duration_text(std::chrono::seconds{3'725}), "62 min 5 s");
  EXPECT_EQ(duration_text(std::chrono::hours{26}), "26 h 0 min");
  EXPECT_EQ(duration_text(std::chrono::hours{50}), "2 d 2 h");
}

}  // namespace
}  // namespace davy::report
