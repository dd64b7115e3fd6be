#include "probe/scope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace davy::probe {
namespace {

constexpr std::string_view head =
    "contact noc@example.org\nauthorised-by Head of the NOC, ticket 4711\nexpires 2026-12-31\n";

Timestamp day(int year, unsigned month, unsigned of_month) {
  return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                               static_cast<int>(of_month)};
}
const Timestamp in_time = day(2026, 12, 1);

Scope scope(std::string_view lines) {
  auto parsed = Scope::parse(std::string(head) + std::string(lines));
  if (!parsed) throw std::runtime_error(parsed.error().message);
  return *std::move(parsed);
}
std::string error(std::string_view text) {
  const auto parsed = Scope::parse(text);
  return parsed ? "" : parsed.error().message;
}
bool allows(const Scope& s, std::string_view endpoint, Timestamp now = in_time) {
  return s.refusal(*parse_endpoint(endpoint), now).empty();
}

TEST(Endpoint, is_read_and_written) {
  for (const auto* text : {"192.0.2.7:3333", "[2001:db8::7]:443", "127.0.0.1:1", "[::1]:65535"})
    EXPECT_EQ(to_string(*parse_endpoint(text)), text);
  for (const auto* text :
       {"", ":", "192.0.2.7", "192.0.2.7:", "192.0.2.7:0", "192.0.2.7:65536", "192.0.2.7:3333x",
        "192.0.2.7:-1", "::1:3333", "[192.0.2.7]:1", "[::1]", "pool.example.org:3333", "[::1:1"})
    EXPECT_FALSE(parse_endpoint(text)) << text;
}

TEST(Scope, says_who_answers_for_it) {
  const Scope s = scope("allow 10.0.0.0/8\nsource 10.1.2.3\n");
  EXPECT_EQ(s.contact(), "noc@example.org");
  EXPECT_EQ(s.authorised_by(), "Head of the NOC, ticket 4711");
  EXPECT_EQ(to_string(*s.source()), "10.1.2.3");
}

TEST(Scope, allows_what_is_named_and_nothing_else) {
  const Scope s = scope(
      "allow 10.0.0.0/8   # ours\nallow 203.0.113.7:3333\nallow 2001:db8:1::/48\n"
      "allow [2001:db8:2::5]:443\nallow 198.51.100.9\n");
  for (const auto* in : {"10.0.0.0:1", "10.255.255.255:3333", "203.0.113.7:3333",
                         "[2001:db8:1:ffff::1]:3333", "[2001:db8:2::5]:443", "198.51.100.9:80"})
    EXPECT_TRUE(allows(s, in)) << in;
  for (const auto* out :
       {"11.0.0.0:1", "9.255.255.255:1", "203.0.113.7:3334", "203.0.113.8:3333",
        "[2001:db8:2::1]:443", "[2001:db8:2::5]:444", "198.51.100.8:80", "127.0.0.1:3333"})
    EXPECT_EQ(s.refusal(*parse_endpoint(out), in_time), "not in the scope") << out;
}

TEST(Scope, deny_wins_wherever_it_stands) {
  const Scope s = scope("deny 10.9.0.0/16\nallow 10.0.0.0/8\ndeny 10.1.1.1:3333\n");
  EXPECT_TRUE(allows(s, "10.8.0.1:3333"));
  EXPECT_EQ(s.refusal(*parse_endpoint("10.9.0.1:3333"), in_time), "denied by the scope");
  EXPECT_FALSE(allows(s, "10.1.1.1:3333"));
  EXPECT_TRUE(allows(s, "10.1.1.1:3334"));
}

TEST(Scope, an_odd_prefix_is_compared_bit_by_bit) {
  const Scope s = scope("allow 10.20.48.0/20\nallow fd00:0:0:8000::/49\n");
  EXPECT_TRUE(allows(s, "10.20.48.0:1"));
  EXPECT_TRUE(allows(s, "10.20.63.255:1"));
  EXPECT_FALSE(allows(s, "10.20.64.0:1"));
  EXPECT_FALSE(allows(s, "10.20.47.255:1"));
  EXPECT_TRUE(allows(s, "[fd00:0:0:ffff::1]:1"));
  EXPECT_FALSE(allows(s, "[fd00:0:0:7fff::1]:1"));
}

TEST(Scope, holds_to_the_end_of_its_last_day) {
  const Scope s = scope("allow 10.0.0.0/8\n");
  EXPECT_TRUE(allows(s, "10.0.0.1:1", day(2027, 1, 1) - Duration{1}));
  EXPECT_EQ(s.refusal(*parse_endpoint("10.0.0.1:1"), day(2027, 1, 1)),
            "the scope expired on 2026-12-31");
}

TEST(Scope, some_addresses_are_never_spoken_to) {
  const Scope s =
      scope("allow 10.0.0.0/8\nallow 224.0.0.5\nallow ff02::1\nallow 255.255.255.255\n");
  for (const auto* never :
       {"224.0.0.5:3333", "[ff02::1]:3333", "255.255.255.255:1", "0.0.0.0:1", "[::]:1"})
    EXPECT_FALSE(allows(s, never)) << never;
}

TEST(Scope, an_ipv4_network_says_nothing_of_ipv6) {
  const Scope s = scope("allow 2001:db8::/32\n");
  EXPECT_FALSE(allows(s, "10.0.0.1:1"));
  EXPECT_TRUE(error(std::string(head) + "allow ::/0\n").find("too wide") != std::string::npos);
}

TEST(Scope, the_internet_is_no_scope) {
  for (const auto* wide : {"0.0.0.0/0", "1.0.0.0/8", "128.0.0.0/1", "198.48.0.0/15", "::/0",
                           "2000::/3", "2001:db8::/31", "8.0.0.0/7", "10.0.0.0/7"})
    EXPECT_THAT(error(std::string(head) + "allow " + wide), testing::HasSubstr("too wide")) << wide;
  for (const auto* narrow : {"198.51.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                             "127.0.0.0/8", "fc00::/7", "2001:db8::/32", "100.64.0.0/10"})
    EXPECT_EQ(error(std::string(head) + "allow " + narrow), "") << narrow;
  EXPECT_EQ(error(std::string(head) + "allow 10.0.0.0/8\ndeny 0.0.0.0/0"), "");
}

TEST(Scope, nothing_is_guessed) {
  const std::string all = std::string(head) + "allow 10.0.0.0/8\n";
  EXPECT_EQ(error(all), "");
  EXPECT_EQ(error(""), "scope: no line `contact`");
  EXPECT_EQ(error(head), "scope: no line `allow`");
  EXPECT_EQ(error("contact a@b\nexpires 2026-12-31\nallow 10.0.0.1\n"),
            "scope: no line `authorised-by`");
  EXPECT_EQ(error("contact a@b\nauthorised-by x\nallow 10.0.0.1\n"), "scope: no line `expires`");
  for (const auto* line :
       {"permit 10.0.0.0/8", "allow", "allow 10.0.0.0/33", "allow 10.1.2.3/8", "allow 10.0.0.1/31",
        "allow 2001:db8::1/64", "allow 10.0.0/8", "allow ::1/129", "allow pool.example.org",
        "allow 10.0.0.1:0", "allow 10.0.0.0/8 192.0.2.1", "allow 10.0.0.0/", "allow 10.0.0.0/-1",
        "expires 2026-12-31", "contact other@example.org", "source here", "source 10.0.0.1:80"})
    EXPECT_THAT(error(all + line), testing::StartsWith("scope, line 5: ")) << line;
}

TEST(Scope, days_and_contacts_that_are_none) {
  for (const auto* expires : {"2026-02-30", "2026-13-01", "31.12.2026", "2026-1-1", "20261231",
                              "never", "9999-12-31", "2026-12-3x"})
    EXPECT_NE(
        error(std::string("contact a@b\nauthorised-by x\nallow 10.0.0.1\nexpires ") + expires), "")
        << expires;
  for (const auto* contact : {"a@b\"", "a@b\\", "two words", "a", "n\xc3\xb6@b"})
    EXPECT_NE(error(std::string("authorised-by x\nallow 10.0.0.1\nexpires 2026-12-31\ncontact ") +
                    contact),
              "")
        << contact;
}

TEST(Scope, lines_may_end_in_crlf_and_the_last_without) {
  const auto parsed = Scope::parse(
      "contact a@b\r\nauthorised-by x\r\n\r\n# note\r\nexpires 2026-12-31\r\nallow\t10.0.0.1");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->authorised_by(), "x");
  EXPECT_TRUE(allows(*parsed, "10.0.0.1:1"));
}

TEST(Scope, a_file_that_is_missing_says_so) {
  const auto loaded = Scope::load("/nonexistent/scope");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::usage);
  EXPECT_THAT(loaded.error().message, testing::HasSubstr("No such file"));
}

TEST(Scope, too_many_lines_are_refused) {
  EXPECT_THAT(error(std::string(20'000, '\n')), testing::HasSubstr("too many lines"));
}

RC_GTEST_PROP(Scope, a_network_holds_its_own_addresses_and_no_others, ()) {
  const auto octets =
      *rc::gen::container<std::array<std::uint8_t, 4>>(rc::gen::arbitrary<std::uint8_t>());
  const auto other =
      *rc::gen::container<std::array<std::uint8_t, 4>>(rc::gen::arbitrary<std::uint8_t>());
  const unsigned bits = *rc::gen::inRange(0u, 33u);
  const Network network{IpAddress::v4(octets.data()), 96 + bits, std::nullopt};
  const auto number = [](const std::array<std::uint8_t, 4>& o) {
    return std::uint32_t{o[0]} << 24 | std::uint32_t{o[1]} << 16 | std::uint32_t{o[2]} << 8 | o[3];
  };
  const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
  RC_ASSERT(network.holds({IpAddress::v4(other.data()), 1}) ==
            ((number(octets) & mask) == (number(other) & mask)));
}

}  // namespace
}  // namespace davy::probe
