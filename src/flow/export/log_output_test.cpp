#include "flow/export/log_output.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::chrono::hours year{24 * 365};
const Timestamp in_2026 = timestamp_ns(1'772'438'400'000'000'000);

TEST(LogClock, takes_times_near_each_other) {
  LogClock clock;
  EXPECT_TRUE(clock.accepts(in_2026, in_2026));
  EXPECT_TRUE(clock.accepts(in_2026 - 5 * year, in_2026));
  EXPECT_TRUE(clock.accepts(in_2026 + 4 * year, in_2026 + 4 * year));
}

TEST(LogClock, refuses_what_ends_before_it_began_or_lasts_ten_years) {
  LogClock clock;
  EXPECT_FALSE(clock.accepts(in_2026, in_2026 - Duration{1}));
  EXPECT_FALSE(clock.accepts(in_2026 - 11 * year, in_2026));
}

TEST(LogClock, refuses_times_that_no_exporter_has) {
  LogClock clock;
  EXPECT_FALSE(clock.accepts(timestamp_ns(0), timestamp_ns(0)));
  EXPECT_FALSE(clock.accepts(Timestamp::min(), Timestamp::max()));
  EXPECT_FALSE(clock.accepts(Timestamp::max(), Timestamp::max()));
  EXPECT_FALSE(clock.accepts(timestamp_ns(0), in_2026));
}

TEST(LogClock, refuses_a_leap_of_ten_years_until_it_is_no_leap) {
  LogClock clock;
  const Timestamp later = in_2026 + 20 * year;
  ASSERT_TRUE(clock.accepts(in_2026, in_2026));
  EXPECT_FALSE(clock.accepts(later, later));
  EXPECT_FALSE(clock.accepts(later, later));
  ASSERT_TRUE(clock.accepts(in_2026, in_2026));  // the count begins anew
  EXPECT_FALSE(clock.accepts(later, later));
  EXPECT_FALSE(clock.accepts(later, later));
  EXPECT_TRUE(clock.accepts(later, later));
  EXPECT_FALSE(clock.accepts(in_2026, in_2026));
}

TEST(LogClock, leaps_that_disagree_move_nothing) {
  LogClock clock;
  ASSERT_TRUE(clock.accepts(in_2026, in_2026));
  for (int years = 11; years < 75; years += 11)
    EXPECT_FALSE(clock.accepts(in_2026 + years * year, in_2026 + years * year)) << years;
  EXPECT_TRUE(clock.accepts(in_2026, in_2026));
}

TEST(LogOutput, keeps_names_that_are_names_once_and_bounded) {
  NamesRecord names;
  for (const char* text :
       {"Pool.Example.", "pool.example", "10.0.0.1", "2001:db8::1", "*.example", "a b", "", "x..y"})
    add_name(names, text, NameSource::http_host);
  ASSERT_EQ(names.hosts.size(), 1u);
  EXPECT_EQ(names.hosts[0].text, "pool.example");
  for (int i = 0; i < 100; ++i)
    add_name(names, "n" + std::to_string(i) + ".example", NameSource::tls_certificate);
  EXPECT_EQ(names.hosts.size(), limits::host_names_per_flow_max);
}

TEST(LogOutput, keeps_fingerprints_that_are_some) {
  TlsHello hello;
  set_ja3(hello, "C834494f5948ae026d160656c93c8871");
  set_ja3(hello, "c834494f5948ae026d160656c93c88711");
  set_ja4(hello, "t13d1516h2 8daaf6152771");
  set_ja4(hello, std::string(65, 'a'));
  EXPECT_EQ(hello.ja3 + hello.ja4, "");
  set_ja3(hello, "c834494f5948ae026d160656c93c8871");
  set_ja4(hello, "t13d1516h2_8daaf6152771_b186095e22b6");
  EXPECT_EQ(hello.ja3, "c834494f5948ae026d160656c93c8871");
  EXPECT_EQ(hello.ja4, "t13d1516h2_8daaf6152771_b186095e22b6");
}

}  // namespace
}  // namespace davy::flow
