#include "signal/intel/indicators.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/limits.hpp"
#include "signal/intel/indicator_rows.hpp"

namespace davy::signal {
namespace {

IndicatorRow row(std::string_view pattern, std::string_view name = "") {
  return {pattern, {IndicatorCategory::pool, "XMR", "", name, "a test", "2024", "2025-03-01", ""}};
}

Indicators table(std::initializer_list<std::string_view> patterns) {
  IndicatorsBuilder builder;
  for (const std::string_view pattern : patterns) EXPECT_TRUE(builder.add(row(pattern))) << pattern;
  return std::move(builder).build();
}

std::string_view found(const Indicators& all, std::string_view host) {
  const Indicator* hit = all.find(host);
  return hit == nullptr ? "" : hit->pattern;
}

Refused refusal(std::string_view pattern) {
  const auto parsed = parse_indicator_pattern(pattern);
  EXPECT_FALSE(parsed) << pattern;
  return parsed ? Refused::count_ : parsed.error();
}

TEST(Indicators, a_name_matches_itself_only) {
  const Indicators all = table({"pool.example.org"});
  EXPECT_EQ(found(all, "pool.example.org"), "pool.example.org");
  EXPECT_EQ(found(all, "eu.pool.example.org"), "");
  EXPECT_EQ(found(all, "example.org"), "");
  EXPECT_EQ(found(all, "xpool.example.org"), "");
}

TEST(Indicators, a_star_and_dot_match_the_domain_and_all_below) {
  const Indicators all = table({"*.pool.example.org"});
  EXPECT_EQ(found(all, "pool.example.org"), "*.pool.example.org");
  EXPECT_EQ(found(all, "a.b.c.pool.example.org"), "*.pool.example.org");
  EXPECT_EQ(found(all, "www.example.org"), "");
  EXPECT_EQ(found(all, "mypool.example.org"), "");
}

TEST(Indicators, a_glob_stays_within_its_label) {
  const Indicators all = table({"xmr-*.example.org", "*-etc.example.org", "grin29*.example.org"});
  EXPECT_EQ(found(all, "xmr-eu1.example.org"), "xmr-*.example.org");
  EXPECT_EQ(found(all, "xmr-.example.org"), "xmr-*.example.org");
  EXPECT_EQ(found(all, "grin29.example.org"), "grin29*.example.org");
  EXPECT_EQ(found(all, "us-solo-etc.example.org"), "*-etc.example.org");
  EXPECT_EQ(found(all, "xmr-eu1.a.example.org"), "");
  EXPECT_EQ(found(all, "a.xmr-eu1.example.org"), "");
  EXPECT_EQ(found(all, "xmr.example.org"), "");
}

TEST(Indicators, the_match_that_fixes_most_wins) {
  const Indicators all =
      table({"*.example.org", "*.pool.example.org", "xmr.pool.example.org", "x*.pool.example.org",
             "xm*.pool.example.org", "*.xmq.pool.example.org"});
  EXPECT_EQ(found(all, "xmr.pool.example.org"), "xmr.pool.example.org");
  EXPECT_EQ(found(all, "xmz.pool.example.org"), "xm*.pool.example.org");
  EXPECT_EQ(found(all, "xa.pool.example.org"), "x*.pool.example.org");
  EXPECT_EQ(found(all, "xmq.pool.example.org"), "*.xmq.pool.example.org");
  EXPECT_EQ(found(all, "z.pool.example.org"), "*.pool.example.org");
  EXPECT_EQ(found(all, "pool.example.org"), "*.pool.example.org");
  EXPECT_EQ(found(all, "q.example.org"), "*.example.org");
}

TEST(Indicators, odd_names_match_nothing) {
  const Indicators all = table({"*.example.org"});
  for (const std::string_view host :
       {"", ".", "..", "org", ".org", "..org", "example.org.", ".example", "1.2.3.4", "example"})
    EXPECT_EQ(found(all, host), "") << host;
  EXPECT_EQ(found(all, std::string(70'000, 'a')), "");
  EXPECT_EQ(found(all, std::string(70'000, '.')), "");
  EXPECT_EQ(found({}, "pool.example.org"), "");
}

TEST(Indicators, networks_by_the_longest_prefix) {
  const Indicators all =
      table({"203.0.0.0/16", "203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "2001:db8::9"});
  const auto at = [&](std::string_view text) {
    const Indicator* hit = all.find(*parse_ip_address(text));
    return hit == nullptr ? std::string_view{} : hit->pattern;
  };
  EXPECT_EQ(at("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(at("203.0.113.8"), "203.0.113.0/24");
  EXPECT_EQ(at("203.0.1.1"), "203.0.0.0/16");
  EXPECT_EQ(at("203.1.1.1"), "");
  EXPECT_EQ(at("2001:db8::9"), "2001:db8::9");
  EXPECT_EQ(at("2001:db8:1::"), "2001:db8::/32");
  EXPECT_EQ(at("2001:db9::"), "");
}

TEST(Indicators, fingerprints_of_hellos) {
  const Indicators all =
      table({"ja3:0123456789abcdef0123456789abcdef", "ja4:t13d1516h2_8daaf6152771_b186095e22b6"});
  EXPECT_NE(all.find_ja3("0123456789abcdef0123456789abcdef"), nullptr);
  EXPECT_EQ(all.find_ja3("1123456789abcdef0123456789abcdef"), nullptr);
  EXPECT_NE(all.find_ja4("t13d1516h2_8daaf6152771_b186095e22b6"), nullptr);
  EXPECT_EQ(all.find_ja4(""), nullptr);
  EXPECT_EQ(all.find_ja3(std::string(500, 'a')), nullptr);
}

TEST(Indicators, poison_is_refused_by_reason) {
  for (const std::string_view text : {"*", "*.com", "com", "localhost", "x*"})
    EXPECT_EQ(refusal(text), Refused::single_label) << text;
  for (const std::string_view text : {"co.uk", "*.co.uk", "*.com.cn", "a*.co.jp"})
    EXPECT_EQ(refusal(text), Refused::public_suffix) << text;
  for (const std::string_view text :
       {"*.amazonaws.com", "amazonaws.com", "*.cloudflare.com", "*.github.io", "github.io",
        "*.google.com", "*.cloudfront.net", "d*.cloudfront.net", "*.myqcloud.com", "*.azure.com",
        "8.8.8.8", "8.8.8.0/24", "104.16.0.0/16", "2606:4700::/40"})
    EXPECT_EQ(refusal(text), Refused::shared) << text;
  for (const std::string_view text :
       {"10.0.0.0/16", "192.168.1.1", "127.0.0.1", "169.254.0.0/16", "0.0.0.0", "::1", "fe80::1",
        "224.0.0.1", "255.255.255.255", "100.64.0.0/16", "fc00::/32"})
    EXPECT_EQ(refusal(text), Refused::private_address) << text;
  for (const std::string_view text :
       {"0.0.0.0/0", "203.0.0.0/15", "::/0", "2001::/16", "10.0.0.0/8", "104.16.0.0/13"})
    EXPECT_EQ(refusal(text), Refused::whole_network) << text;
  EXPECT_EQ(refusal(""), Refused::empty);
  EXPECT_EQ(refusal(std::string(256, 'a')), Refused::too_long);
}

TEST(Indicators, what_is_no_pattern_is_refused) {
  using namespace std::string_view_literals;
  for (const std::string_view text : {"a..example.org"sv,
                                      ".example.org"sv,
                                      "*.*.example.org"sv,
                                      "a.*.example.org"sv,
                                      "**.example.org"sv,
                                      "exa mple.org"sv,
                                      "b\xc3\xbc"
                                      "cher.example"sv,
                                      "1.2.3.400"sv,
                                      "1.2.3.4/33"sv,
                                      "1.2.3.4/"sv,
                                      "1.2.3.4/-1"sv,
                                      "2001:db8::/129"sv,
                                      "1.2.3.4\0.example.org"sv,
                                      "http://example.org"sv,
                                      "example.org:3333"sv,
                                      "ja3:123"sv,
                                      "ja4:"sv,
                                      "ja3:ABCDEFGHABCDEFGHABCDEFGHABCDEFGH"sv,
                                      "*.1.2.3.4"sv,
                                      "example.org.."sv,
                                      "-"sv,
                                      "a*b*.example.org"sv})
    EXPECT_EQ(refusal(text), text == "-" ? Refused::single_label : Refused::malformed) << text;
  EXPECT_EQ(refusal(std::string(64, 'a') + ".example.org"), Refused::malformed);
}

TEST(Indicators, a_tenant_of_something_shared_is_taken) {
  for (const std::string_view text :
       {"somebody.github.io", "*.somebody.github.io", "abc.s3.amazonaws.com", "x.co.uk",
        "*.x.co.uk", "104.16.1.1", "pool-*.x.co.uk"})
    EXPECT_TRUE(parse_indicator_pattern(text)) << text;
}

TEST(Indicators, patterns_are_made_normal) {
  EXPECT_EQ(parse_indicator_pattern("Pool.Example.ORG.")->text, "pool.example.org");
  EXPECT_EQ(parse_indicator_pattern("203.0.113.77/24")->text, "203.0.113.0/24");
  EXPECT_EQ(parse_indicator_pattern("203.0.113.77/32")->text, "203.0.113.77");
  EXPECT_EQ(parse_indicator_pattern("2001:DB8:0::1")->text, "2001:db8::1");
}

TEST(Indicators, rows_without_source_or_date_are_refused) {
  IndicatorsBuilder builder;
  IndicatorRow without = row("pool.example.org");
  without.facts.source = "";
  EXPECT_FALSE(builder.add(without));
  for (const auto& [first, last] :
       std::map<std::string_view, std::string_view>{{"", "2024"},
                                                    {"2024", ""},
                                                    {"24", "2024"},
                                                    {"2024-13", "2025"},
                                                    {"2024-05-32", "2025"},
                                                    {"2025-01", "2024-12"},
                                                    {"2024/05", "2025"}}) {
    IndicatorRow undated = row("pool.example.org");
    undated.facts.first_confirmed = first;
    undated.facts.last_confirmed = last;
    EXPECT_FALSE(builder.add(undated)) << first << ' ' << last;
  }
  EXPECT_EQ(builder.refused()[Refused::no_source], 8u);
  EXPECT_TRUE(builder.add(row("pool.example.org")));
  EXPECT_FALSE(builder.add(row("POOL.example.org.")));
  EXPECT_EQ(builder.refused()[Refused::duplicate], 1u);
}

TEST(Indicators, rows_have_a_bound) {
  IndicatorsBuilder builder(2);
  for (const std::string_view pattern : {"a.example.org", "b.example.org", "c.example.org"})
    builder.add(row(pattern));
  EXPECT_EQ(builder.refused()[Refused::table_full], 1u);
  const Indicators all = std::move(builder).build();
  EXPECT_EQ(found(all, "b.example.org"), "b.example.org");
  EXPECT_EQ(found(all, "c.example.org"), "");
}

TEST(Indicators, globs_under_one_name_have_a_bound) {
  IndicatorsBuilder builder;
  for (std::size_t i = 0; i <= limits::indicator_globs_max; ++i)
    builder.add(row("p" + std::to_string(i) + "-*.example.org"));
  EXPECT_EQ(builder.refused()[Refused::table_full], 1u);
  const Indicators all = std::move(builder).build();
  EXPECT_EQ(all.size(), limits::indicator_globs_max);
  EXPECT_EQ(found(all, "p255-a.example.org"), "p255-*.example.org");
  EXPECT_EQ(found(all, "p256-a.example.org"), "");
}

TEST(Indicators, texts_outlive_what_they_were_read_from_and_a_move) {
  Indicators all;
  {
    IndicatorsBuilder builder;
    const std::string pattern = "*.some-longer-name-than-fits.example.org";
    const std::string pool = "A name of some length that is no longer there";
    builder.add(row(pattern, pool));
    all = std::move(builder).build();
  }
  const Indicators moved = std::move(all);
  const Indicator* hit = moved.find("eu.some-longer-name-than-fits.example.org");
  ASSERT_NE(hit, nullptr);
  EXPECT_EQ(hit->facts->name, "A name of some length that is no longer there");
  EXPECT_EQ(moved.count(IndicatorCategory::pool), 1u);
}

// A table of many rows answers as a plain search of the rows does.
TEST(Indicators, many_rows_are_all_found_again) {
  constexpr int rows = 20'000;
  IndicatorsBuilder builder;
  for (int i = 0; i < rows; ++i) {
    const std::string n = std::to_string(i);
    const std::string base =
        "d" + std::to_string(i % 977) + ".example" + std::to_string(i % 13) + ".org";
    builder.add(row(i % 3 == 0   ? "h" + n + "." + base
                    : i % 3 == 1 ? "*.s" + n + "." + base
                                 : "g" + n + "-*." + base));
  }
  const Indicators all = std::move(builder).build();
  ASSERT_EQ(all.size(), std::size_t{rows});
  for (const Indicator& each : all.rows()) {
    std::string host{each.pattern};
    if (host.starts_with("*.")) host.replace(0, 1, "eu.x");
    if (const std::size_t star = host.find('*'); star != std::string::npos)
      host.replace(star, 1, "eu1");
    ASSERT_EQ(found(all, host), each.pattern);
    ASSERT_EQ(found(all, "no" + host.substr(host.find('.') == 0 ? 1 : 0) + ".net"), "");
  }
}

TEST(IndicatorRows, what_is_written_is_read_again) {
  const IndicatorRow one{
      "*.pool.example.org",
      {IndicatorCategory::web_miner, "XMR,ETC", "cryptonote", "A\tname\nwith breaks",
       "https://example.org/list", "2024-01", "2025", ""}};
  const std::string text = "# a note\n" + std::string{indicator_heading} + "\r\n\n" + to_tsv(one);
  EXPECT_TRUE(has_indicator_heading(text));
  EXPECT_FALSE(has_indicator_heading("pool.example.org\n"));
  RefusedCounts refused;
  int rows = 0;
  read_indicator_rows(text, refused, [&](const IndicatorRow& read) {
    ++rows;
    EXPECT_EQ(read.pattern, one.pattern);
    EXPECT_EQ(read.facts.category, IndicatorCategory::web_miner);
    EXPECT_EQ(read.facts.name, "A name with breaks");
    EXPECT_EQ(read.facts.last_confirmed, "2025");
  });
  EXPECT_EQ(rows, 1);
  EXPECT_EQ(refused.total(), 0u);
}

TEST(IndicatorRows, malformed_rows_are_counted) {
  RefusedCounts refused;
  read_indicator_rows(
      "a.example.org\tpool\n"
      "a.example.org\tkings\t\t\t\ts\t2024\t2024\t\n"
      "a.example.org\tpool\t\t\t\ts\t2024\t2024\t\textra\n",
      refused, [](const IndicatorRow&) { FAIL(); });
  EXPECT_EQ(refused[Refused::malformed], 2u);
  EXPECT_EQ(refused[Refused::unknown_category], 1u);
}

TEST(IndicatorRows, a_long_field_is_cut_between_characters) {
  std::string name(limits::text_field_octets_max - 1, 'a');
  name += "\xc3\xbc";
  IndicatorRow one = row("a.example.org", name);
  const std::string text = to_tsv(one);
  EXPECT_EQ(text.find('\xc3'), std::string::npos);
}

}  // namespace
}  // namespace davy::signal
