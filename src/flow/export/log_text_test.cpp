#include "flow/export/log_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy::flow {
namespace {

std::string time_text(std::string_view text) {
  const auto time = log_time(text);
  return time ? to_rfc3339(time->time) + (time->zone_named ? "" : " no zone") : "none";
}

TEST(LogText, reads_times_of_every_form) {
  EXPECT_EQ(time_text("1772438401.983145"), "2026-03-02T08:00:01.983145Z");
  EXPECT_EQ(time_text("1772438401"), "2026-03-02T08:00:01.000000Z");
  EXPECT_EQ(time_text("-0.25"), "1969-12-31T23:59:59.750000Z");
  EXPECT_EQ(time_text("2026-03-02T08:01:07.655417+0000"), "2026-03-02T08:01:07.655417Z");
  EXPECT_EQ(time_text("2026-03-02T10:01:07.655417+0200"), "2026-03-02T08:01:07.655417Z");
  EXPECT_EQ(time_text("2026-03-02T02:31:07.5-05:30"), "2026-03-02T08:01:07.500000Z");
  EXPECT_EQ(time_text("2026-03-02T08:01:07Z"), "2026-03-02T08:01:07.000000Z");
  EXPECT_EQ(time_text("2026-03-02 08:01:07.655"), "2026-03-02T08:01:07.655000Z no zone");
  EXPECT_EQ(log_time("1.123456789123")->time, timestamp_ns(1'123'456'789));
}

TEST(LogText, a_time_beyond_a_timestamp_is_the_last_one) {
  EXPECT_EQ(log_time("99999999999999999999999")->time, Timestamp::max());
  EXPECT_EQ(log_time("1772438401983")->time, timestamp_ns(1'772'438'401'983'000'000));
  EXPECT_EQ(log_time("17724384019830")->time, Timestamp::max());
  EXPECT_EQ(log_time("-99999999999999999999999")->time, Timestamp::min());
  EXPECT_EQ(log_time("9999-12-31T23:59:59Z")->time, Timestamp::max());
  EXPECT_EQ(log_time("0001-01-01T00:00:00Z")->time, Timestamp::min());
}

TEST(LogText, refuses_what_is_no_time) {
  for (const char* none : {"",
                           "-",
                           ".",
                           "1.",
                           "1.x",
                           "x",
                           "1e9",
                           "+1",
                           "0x1",
                           "1772438401.98 3",
                           "2026-03-02",
                           "2026-03-02T",
                           "2026-02-30T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T08:60:00Z",
                           "2026-03-02T08:01:07+",
                           "2026-03-02T08:01:07+2",
                           "2026-03-02T08:01:07+020",
                           "2026-03-02T08:01:07+1600",
                           "2026-03-02T08:01:07ZZ",
                           "2026-03-02T08:01:07.Z",
                           "2026-3-02T08:01:07Z",
                           "2026-03-02T08.01.07Z"}) {
    EXPECT_FALSE(log_time(none)) << none;
  }
}

TEST(LogText, reads_numbers_to_their_last_octet) {
  EXPECT_EQ(log_number("0"), 0u);
  EXPECT_EQ(log_number("  18446744073709551615 "), 18446744073709551615u);
  for (const char* none : {"", "-", "-1", "+1", "1.0", "0x10", "1 2", "18446744073709551616", "1k"})
    EXPECT_FALSE(log_number(none)) << none;
  EXPECT_EQ(log_port("65535"), 65535);
  EXPECT_FALSE(log_port("65536"));
  EXPECT_EQ(log_duration("-0.5"), Duration{-500'000'000});
  EXPECT_EQ(log_duration("12.735"), Duration{12'735'000'000});
}

TEST(LogText, reads_addresses) {
  EXPECT_EQ(to_string(*log_address("10.24.1.18")), "10.24.1.18");
  EXPECT_EQ(to_string(*log_address("255.255.255.255")), "255.255.255.255");
  EXPECT_EQ(to_string(*log_address("2001:0db8:0020:0016:0000:0000:0000:09d5")),
            "2001:db8:20:16::9d5");
  EXPECT_EQ(log_address("::ffff:10.0.0.1"), log_address("10.0.0.1"));
  for (const char* none : {"", "-", "10.0.0", "10.0.0.256", "10.0.0.1.", "10.0.0.01", "10.0.0.1/8",
                           "1000.0.0.1", ":", "10..0.1", "2001:db8::g", "fe80::1%eth0",
                           "pool.example", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0001"}) {
    EXPECT_FALSE(log_address(none)) << none;
  }
  EXPECT_FALSE(log_address(std::string_view("::1\0x", 5)));
}

TEST(LogText, reads_transports_and_flags) {
  EXPECT_EQ(log_transport("TCP"), LogTransport::tcp);
  EXPECT_EQ(log_transport("17"), LogTransport::udp);
  EXPECT_EQ(log_transport("IPv6-ICMP"), LogTransport::other);
  EXPECT_EQ(log_transport("117"), LogTransport::other);
  EXPECT_EQ(log_transport(""), LogTransport::none);
  EXPECT_EQ(tcp_flags_of_letters("...AP.SF"), 0x1b);
  EXPECT_EQ(tcp_flags_of_letters("CEUAPRSF"), 0xff);
  EXPECT_EQ(tcp_flags_of_letters("........"), 0);
  EXPECT_EQ(tcp_flags_of_hex("1b"), 0x1b);
  EXPECT_EQ(tcp_flags_of_hex(""), 0);
  EXPECT_EQ(tcp_flags_of_hex("1bx"), 0);
  EXPECT_EQ(tcp_flags_of_hex("100"), 0);
}

TEST(LogText, takes_a_name_out_of_what_surrounds_it) {
  EXPECT_EQ(without_port("pool.example:3333"), "pool.example");
  EXPECT_EQ(without_port("pool.example"), "pool.example");
  EXPECT_EQ(without_port("[2001:db8::1]:80"), "2001:db8::1");
  EXPECT_EQ(without_port("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(without_port("[2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(common_name("C=DE, O=Example, CN=pool.example"), "pool.example");
  EXPECT_EQ(common_name("CN=pool.example,O=Example"), "pool.example");
  EXPECT_EQ(common_name("O=CN=x"), "");
  EXPECT_EQ(common_name(""), "");
}

}  // namespace
}  // namespace davy::flow
