#include "signal/intel/indicator_import.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "base/limits.hpp"
#include "signal/intel/indicator_candidates.hpp"
#include "signal/intel/indicators.hpp"

namespace davy::signal {
namespace {

const ImportOptions options{.category = IndicatorCategory::pool,
                            .source = "https://example.org/list",
                            .date = "2026-11-22"};

struct Imported {
  ImportCounts counts;
  std::vector<std::string> patterns;
  std::vector<std::string> rows;  // as they would be written
};

Imported import(std::string_view text, const ImportOptions& with = options) {
  Imported out;
  const auto counts = import_indicators(text, with, [&](const IndicatorRow& row) {
    out.patterns.emplace_back(row.pattern);
    out.rows.push_back(to_tsv(row));
  });
  EXPECT_TRUE(counts) << counts.error().message;
  if (counts) out.counts = *counts;
  EXPECT_EQ(out.counts.taken, out.patterns.size());
  EXPECT_EQ(out.counts.offered, out.counts.taken + out.counts.refused.total());
  return out;
}

using Patterns = std::vector<std::string>;

TEST(IndicatorImport, a_hosts_file) {
  const Imported read = import(
      "# blocked\n127.0.0.1 localhost\n::1 localhost ip6-localhost\n\n0.0.0.0 Pool.Example.org "
      "eu.pool.example.org # a note\r\n"
      "0.0.0.0\tpool.example.org\n0.0.0.0 10.1.2.3\n");
  EXPECT_EQ(read.counts.form, ListForm::hosts);
  EXPECT_EQ(read.patterns, (Patterns{"pool.example.org", "eu.pool.example.org"}));
  EXPECT_EQ(read.counts.refused[Refused::duplicate], 1u);
  EXPECT_EQ(read.counts.refused[Refused::private_address], 1u);
}

TEST(IndicatorImport, a_plain_list) {
  const Imported read = import(
      "; names\npool.example.org\n*.example.net\n.example.com\n203.0.113.0/24 # "
      "exit\n203.0.113.5\n2001:db8::1\n"
      "hxxp://mine[.]example[.]org:3333/path?x=1\nstratum+tcp://"
      "u:p@ssl.example.org:443\nxmr.example.org:3333\n"
      "[2001:db8::2]:80\n||blocked.example.org^$third-party\n! a note of an ad blocker\n*.com\n\n");
  EXPECT_EQ(read.counts.form, ListForm::plain);
  EXPECT_EQ(read.patterns,
            (Patterns{"pool.example.org", "*.example.net", "*.example.com", "203.0.113.0/24",
                      "203.0.113.5", "2001:db8::1", "mine.example.org", "ssl.example.org",
                      "xmr.example.org", "2001:db8::2", "*.blocked.example.org"}));
  EXPECT_EQ(read.counts.refused[Refused::single_label], 1u);
}

TEST(IndicatorImport, a_table_with_a_heading) {
  const Imported read = import(
      "# made by somebody\n\"First Seen\",Type,Indicator,Comment,Coin\n"
      "2024-05-01T10:00:00Z,domain,\"pool.example.org\",\"says \"\"hello\"\", with a comma\",XMR\n"
      "2024-05-01,sha256,0123abcd,a file,\n2027-01-01,ip,203.0.113.9,,\nx,domain\n");
  EXPECT_EQ(read.counts.form, ListForm::csv);
  EXPECT_EQ(read.patterns, (Patterns{"pool.example.org", "203.0.113.9"}));
  EXPECT_EQ(read.rows[0],
            "pool.example.org\tpool\tXMR\t\tsays \"hello\", with a "
            "comma\thttps://example.org/list\t2024-05-01\t2026-11-22\t\n");
  // What a list saw in days to come was seen by the day of the import.
  EXPECT_EQ(read.rows[1],
            "203.0.113.9\tpool\t\t\t\thttps://example.org/list\t2026-11-22\t2026-11-22\t\n");
  EXPECT_EQ(read.counts.refused[Refused::other_kind], 1u);
  EXPECT_EQ(read.counts.refused[Refused::empty], 1u);
}

TEST(IndicatorImport, a_table_that_misp_exported) {
  const Imported read = import(
      "uuid,event_id,category,type,value,comment,to_ids,date\n"
      "1,2,\"Network activity\",ip-dst|port,203.0.113.9|3333,,1,1700000000\n"
      "1,2,\"Network activity\",hostname,a.example.org,,0,1700000000\n");
  EXPECT_EQ(read.patterns, (Patterns{"203.0.113.9"}));
  EXPECT_EQ(read.counts.refused[Refused::not_for_detection], 1u);
}

TEST(IndicatorImport, a_bracket_may_begin_an_address) {
  EXPECT_EQ(import("[2001:db8::1]:3333\npool.example.org\n").patterns,
            (Patterns{"2001:db8::1", "pool.example.org"}));
  EXPECT_EQ(find_list_form("[\n{}]"), ListForm::misp);
}

TEST(IndicatorImport, tables_with_other_separators) {
  EXPECT_EQ(import("domain;category\npool.example.org;x\n").patterns,
            (Patterns{"pool.example.org"}));
  EXPECT_EQ(import("dst_ip\tport\n203.0.113.9\t3333\n").patterns, (Patterns{"203.0.113.9"}));
  EXPECT_EQ(import("a,b\npool.example.org\n").counts.form, ListForm::plain);
}

constexpr std::string_view misp =
    R"({"response":[{"Event":{"id":"1","info":"miners","date":"2024-05-01","Attribute":[
  {"type":"domain","category":"Network activity","to_ids":true,"value":"pool.example.org","comment":"XMR pool","first_seen":"2024-02-03T00:00:00.0+00:00"},
  {"type":"hostname","to_ids":true,"value":"eu.mine.example.org"},
  {"type":"ip-dst","to_ids":true,"value":"203.0.113.7"},
  {"type":"ip-dst|port","to_ids":true,"value":"203.0.113.8|3333"},
  {"type":"domain|ip","to_ids":true,"value":"both.example.org|203.0.113.9"},
  {"type":"url","to_ids":true,"value":"https://url.example.org:8443/x"},
  {"type":"ja3-fingerprint-md5","to_ids":true,"value":"0123456789abcdef0123456789abcdef"},
  {"type":"md5","to_ids":true,"value":"0123456789abcdef0123456789abcdef"},
  {"type":"domain","to_ids":false,"value":"context.example.org"}],
  "Object":[{"name":"domain-ip","Attribute":[{"type":"ip-dst","object_relation":"ip","to_ids":true,"value":"2001:db8::7"}]}]}}]})";

TEST(IndicatorImport, a_misp_event) {
  const Imported read = import(misp);
  EXPECT_EQ(read.counts.form, ListForm::misp);
  EXPECT_EQ(read.patterns,
            (Patterns{"*.pool.example.org", "eu.mine.example.org", "203.0.113.7", "203.0.113.8",
                      "203.0.113.9", "*.both.example.org", "url.example.org",
                      "ja3:0123456789abcdef0123456789abcdef", "2001:db8::7"}));
  EXPECT_EQ(read.rows[0],
            "*.pool.example.org\tpool\t\t\tXMR "
            "pool\thttps://example.org/list\t2024-02-03\t2026-11-22\t\n");
  EXPECT_EQ(read.counts.refused[Refused::other_kind], 1u);
  EXPECT_EQ(read.counts.refused[Refused::not_for_detection], 1u);
}

TEST(IndicatorImport, misp_attributes_alone) {
  EXPECT_EQ(import(R"([{"type":"hostname","value":"pool.example.org"}])").patterns,
            (Patterns{"pool.example.org"}));
  EXPECT_EQ(
      import(R"({"response":{"Attribute":[{"type":"ip-dst","value":"203.0.113.7"}]}})").patterns,
      (Patterns{"203.0.113.7"}));
}

constexpr std::string_view stix = R"({"type":"bundle","id":"bundle--1","objects":[
  {"type":"indicator","spec_version":"2.1","id":"indicator--1","name":"pool","pattern_type":"stix","valid_from":"2024-01-02T00:00:00Z",
   "pattern":"[domain-name:value = 'pool.example.org' OR domain-name:value='b.example.org'] OR [ipv4-addr:value = '203.0.113.0/24']"},
  {"type":"indicator","id":"indicator--2","pattern_type":"stix","pattern":"[url:value = 'https://c.example.org/\\'x']","valid_until":"2027-01-01T00:00:00Z"},
  {"type":"indicator","id":"indicator--3","pattern_type":"stix","pattern":"[domain-name:value = 'old.example.org']","valid_until":"2025-01-01T00:00:00Z"},
  {"type":"indicator","id":"indicator--4","pattern_type":"stix","revoked":true,"pattern":"[domain-name:value = 'gone.example.org']"},
  {"type":"indicator","id":"indicator--5","pattern_type":"stix","pattern":"[domain-name:value = 'd.example.org' AND file:size = 5]"},
  {"type":"indicator","id":"indicator--6","pattern_type":"stix","pattern":"[file:hashes.MD5 = 'x' OR ipv6-addr:value ISSUBSET '2001:db8::/32']"},
  {"type":"indicator","id":"indicator--7","pattern_type":"snort","pattern":"alert tcp"},
  {"type":"domain-name","id":"domain-name--1","value":"seen.example.org"},
  {"type":"ipv4-addr","id":"ipv4-addr--1","value":"203.0.114.7"},
  {"type":"file","id":"file--1","name":"x"},
  {"type":"relationship","id":"relationship--1"},
  {"type":"observed-data","id":"observed-data--1","objects":{"0":{"type":"ipv4-addr","value":"203.0.115.7"}}}]})";

TEST(IndicatorImport, a_stix_bundle) {
  const Imported read = import(stix);
  EXPECT_EQ(read.counts.form, ListForm::stix);
  EXPECT_EQ(read.patterns,
            (Patterns{"pool.example.org", "b.example.org", "203.0.113.0/24", "c.example.org",
                      "2001:db8::/32", "seen.example.org", "203.0.114.7", "203.0.115.7"}));
  EXPECT_EQ(
      read.rows[0],
      "pool.example.org\tpool\t\t\tpool\thttps://example.org/list\t2024-01-02\t2026-11-22\t\n");
  EXPECT_EQ(read.counts.refused[Refused::expired], 1u);
  EXPECT_EQ(read.counts.refused[Refused::not_for_detection], 1u);
  EXPECT_EQ(read.counts.refused[Refused::not_understood], 2u);
  EXPECT_EQ(read.counts.refused[Refused::other_kind], 2u);
}

TEST(IndicatorImport, stix_patterns_that_are_more_than_a_list) {
  for (const std::string_view pattern :
       {"", "[]", "[domain-name:value]", "[domain-name:value = ]",
        "[domain-name:value = 'a.example.org'", "[domain-name:value = 'a.example.org",
        "domain-name:value = 'a.example.org'", "[domain-name:value != 'a.example.org']",
        "[NOT domain-name:value = 'a.example.org']", "[domain-name:value LIKE '%.example.org']",
        "[domain-name:value = 'a.example.org'] FOLLOWEDBY [domain-name:value = 'b.example.org']",
        "[domain-name:value = 'a.example.org'] WITHIN 5 SECONDS",
        "[domain-name:value = 'a.example.org'] OR", "[(domain-name:value = 'a.example.org')]",
        "[domain-name:value IN ('a.example.org')]", "[domain-name:value = 'a\\"}) {
    const RowSink sink = [](const IndicatorRow&) { FAIL(); };
    ImportTable table(options, sink);
    EXPECT_FALSE(read_stix_pattern(pattern, {}, table)) << pattern;
    EXPECT_EQ(table.counts().offered, 0u);
  }
}

TEST(IndicatorImport, our_own_form) {
  const std::string text =
      "# note\n" + std::string{indicator_heading} +
      "\npool.example.org\tdonation\tXMR\tcryptonote\tP\tS\t2024\t2025\tparked\n*."
      "com\tpool\t\t\tP\tS\t2024\t2025\t\n";
  const Imported read = import(text);
  EXPECT_EQ(read.counts.form, ListForm::rows);
  EXPECT_EQ(read.rows,
            (Patterns{"pool.example.org\tdonation\tXMR\tcryptonote\tP\tS\t2024\t2025\tparked\n"}));
  EXPECT_EQ(read.counts.refused[Refused::single_label], 1u);
  // What was imported can be imported, and loaded.
  IndicatorsBuilder builder;
  builder.add_rows(std::string{indicator_heading} + "\n" + read.rows[0]);
  EXPECT_EQ(builder.refused().total(), 0u);
}

TEST(IndicatorImport, json_that_is_none_is_an_error) {
  const RowSink sink = [](const IndicatorRow&) {};
  EXPECT_FALSE(import_indicators("{\"response\": [", options, sink));
  EXPECT_FALSE(import_indicators(misp.substr(0, 300), options, sink));
  EXPECT_FALSE(import_indicators("[[]", options, sink));
  EXPECT_TRUE(import_indicators("{}", options, sink));
}

TEST(IndicatorImport, json_nested_beyond_the_bound_is_counted) {
  std::string text;
  const std::size_t depth = limits::json_depth_max + 10;
  for (std::size_t i = 0; i < depth; ++i) text += "[";
  text += R"({"type":"hostname","value":"pool.example.org"})";
  for (std::size_t i = 0; i < depth; ++i) text += "]";
  const Imported read = import(text);
  EXPECT_TRUE(read.patterns.empty());
  EXPECT_EQ(read.counts.refused[Refused::too_long], 1u);
}

TEST(IndicatorImport, every_cut_of_a_list_is_read_without_harm) {
  const RowSink sink = [](const IndicatorRow&) {};
  for (const std::string_view text :
       {misp, stix, std::string_view{"domain,type\n\"a.example.org\",\"domain\"\n"},
        std::string_view{"0.0.0.0 a.example.org\n||b.example.org^\n"}}) {
    for (std::size_t end = 0; end <= text.size(); ++end) {
      const auto counts = import_indicators(text.substr(0, end), options, sink);
      if (!counts) continue;
      ASSERT_EQ(counts->offered, counts->taken + counts->refused.total());
    }
  }
}

TEST(IndicatorImport, a_line_without_end_is_left_out) {
  const Imported read =
      import(std::string(limits::indicator_line_octets_max + 1, 'a') + "\npool.example.org\n");
  EXPECT_EQ(read.patterns, (Patterns{"pool.example.org"}));
  EXPECT_EQ(read.counts.refused[Refused::too_long], 1u);
  EXPECT_EQ(import("\xef\xbb\xbfpool.example.org\n").patterns, (Patterns{"pool.example.org"}));
  EXPECT_EQ(import("").counts.offered, 0u);
}

TEST(IndicatorImport, rows_have_a_bound) {
  ImportOptions few = options;
  few.rows_max = 1;
  const Imported read = import("a.example.org\nb.example.org\n", few);
  EXPECT_EQ(read.patterns, (Patterns{"a.example.org"}));
  EXPECT_EQ(read.counts.refused[Refused::table_full], 1u);
}

TEST(IndicatorImport, hosts_of_urls) {
  EXPECT_EQ(host_of("https://User:pw@Host.example:8443/p?q#f"), "Host.example");
  EXPECT_EQ(host_of("host.example/path"), "host.example");
  EXPECT_EQ(host_of("203.0.113.0/24"), "203.0.113.0/24");
  EXPECT_EQ(host_of("http://[2001:db8::1]:80/"), "2001:db8::1");
  EXPECT_EQ(host_of("2001:db8::/32"), "2001:db8::/32");
  EXPECT_EQ(host_of("a(.)b[.]example"), "a.b.example");
  EXPECT_EQ(host_of("://"), "");
  EXPECT_EQ(host_of("[2001:db8::1"), "[2001:db8::1");
}

RC_GTEST_PROP(IndicatorImportProperty, any_text_is_taken_or_counted, (const std::string& text)) {
  const auto counts = import_indicators(text, options, [](const IndicatorRow& row) {
    const auto again = parse_indicator_pattern(row.pattern);
    RC_ASSERT(again && again->text == row.pattern);
  });
  if (counts) RC_ASSERT(counts->offered == counts->taken + counts->refused.total());
}

TEST(IndicatorImport, a_long_list_is_read_and_loaded_in_seconds) {
  constexpr int rows = 100'000;
  std::string text;
  for (int i = 0; i < rows; ++i)
    text += "0.0.0.0 h" + std::to_string(i * 7919 % 1'000'003) + ".pool" +
            std::to_string(i % 5000) + ".example\n";
  IndicatorsBuilder builder;
  const auto counts =
      import_indicators(text, options, [&](const IndicatorRow& row) { builder.add(row); });
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->taken, std::uint64_t{rows});
  const Indicators all = std::move(builder).build();
  EXPECT_EQ(all.size(), std::size_t{rows});
  EXPECT_NE(all.find("h0.pool0.example"), nullptr);
  EXPECT_EQ(all.find("h0.pool1.example"), nullptr);
}

}  // namespace
}  // namespace davy::signal
