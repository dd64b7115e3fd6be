// How times and addresses are written.
#include <gtest/gtest.h>

#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace davy {
namespace {

TEST(Time, is_written_in_utc_with_six_digits_rounded_down) {
  EXPECT_EQ(to_rfc3339(timestamp_ns(1'621'321'391'123'456'999)), "2021-05-18T07:03:11.123456Z");
  EXPECT_EQ(to_rfc3339(timestamp_ns(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_rfc3339(timestamp_ns(951'868'799'000'000'000)), "2000-02-29T23:59:59.000000Z");
}

TEST(Time, before_1970_and_at_both_ends_is_written_too) {
  EXPECT_EQ(to_rfc3339(timestamp_ns(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_rfc3339(Timestamp::min()), "1677-09-21T00:12:43.145224Z");
  EXPECT_EQ(to_rfc3339(Timestamp::max()), "2262-04-11T23:47:16.854775Z");
}

TEST(IpAddress, is_written_as_it_is_read) {
  for (const char* text :
       {"0.0.0.0", "10.20.4.17", "255.255.255.255", "::", "2001:db8::1", "fe80::1:0:0:1"}) {
    const auto address = parse_ip_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(to_string(*address), text);
  }
}

TEST(IpAddress, of_four_octets_in_six_is_ipv4) {
  EXPECT_EQ(to_string(*parse_ip_address("::ffff:192.0.2.7")), "192.0.2.7");
}

}  // namespace
}  // namespace davy
