#include "workbench/report/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "workbench/report/sample_findings.hpp"
#include "workbench/report/text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t widest(const std::string& text) {
  std::size_t out = 0;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) out = std::max(out, columns(line));
  return out;
}

TEST(TerminalReport, says_what_a_person_needs) {
  const std::string out = terminal_report(sample_findings(), sample_style(), {160, false});
  EXPECT_THAT(out, HasSubstr("Mining found: 5 conversations on 5 hosts"));
  EXPECT_THAT(out, HasSubstr("confirmed  10.20.4.17:51234 → 203.0.113.9:3333"));
  EXPECT_THAT(out, HasSubstr("cryptonote · XMR Monero · rx/0 · XMRig/6.21.0"));
  EXPECT_THAT(out, HasSubstr("238 of 241 shares accepted · 7.83 kH/s (6.87 to 8.89 kH/s)"));
  EXPECT_THAT(out, HasSubstr("2021-05-18T07:03:11Z to 09:10:05Z (2 h 6 min)"));
  EXPECT_THAT(out, HasSubstr("[2001:db8:ffff:1234::9]:39911 → [2001:db8:10::25]:8008"))
      << "miner first";
  EXPECT_THAT(out, HasSubstr("Attempt: the miner spoke, nobody answered in kind."));
  EXPECT_THAT(out, HasSubstr("Blockchain node: 2 flows, 2 hosts, e.g."));
  EXPECT_THAT(out, HasSubstr("json 2); truncated 17;"));
  EXPECT_THAT(out, HasSubstr("secret.pcap: not read: secret.pcap: permission denied"));
}

TEST(TerminalReport, shows_only_the_interval_where_few_shares_support_it) {
  Findings findings;
  findings.mining.push_back(std::move(sample_findings().mining[0]));
  flow::ShareStatistics& shares = findings.mining[0].record.conversation->shares;
  shares.accepted = shares.accepted_with_difficulty = 2;
  shares.accepted_hashes = 500'000;
  findings.mining[0].hash_rate =
      energy::estimate_hash_rate(*findings.mining[0].record.conversation);
  findings.mining[0].power = energy::estimate_power(*findings.mining[0].hash_rate, "rx/0");
  const std::string out = terminal_report(findings, sample_style(), {160, false});
  EXPECT_THAT(out, HasSubstr("7.97 H/s to 238 H/s (rests on 2 shares)\n"));
  EXPECT_THAT(out, Not(HasSubstr("65.8 H/s"))) << "the best value";
  EXPECT_THAT(terminal_report(findings, sample_style("zh"), {160, false}),
              HasSubstr("仅依据 2 个份额"));
}

TEST(TerminalReport, nothing_found_says_what_was_looked_at) {
  const std::string out = terminal_report(sample_without_mining(), sample_style(), {80, false});
  EXPECT_THAT(out, HasSubstr("No mining was found in what was looked at."));
  EXPECT_THAT(out, HasSubstr("quiet.pcap: 98,765 packets"));
  EXPECT_THAT(out, HasSubstr("nothing malformed, truncated or dropped"));
}

TEST(TerminalReport, keeps_to_its_columns_in_both_languages) {
  for (const std::string_view language : {"en", "zh"}) {
    for (const std::size_t width : {60U, 80U, 132U}) {
      const Findings findings = sample_findings();
      EXPECT_LE(widest(terminal_report(findings, sample_style(language), {width, false})), width)
          << language;
    }
  }
}

TEST(TerminalReport, colours_only_when_asked) {
  EXPECT_THAT(terminal_report(sample_findings(), sample_style(), {80, false}),
              Not(HasSubstr("\x1b")));
  EXPECT_THAT(terminal_report(sample_findings(), sample_style(), {80, true}),
              HasSubstr("\x1b[1;31mconfirmed"));
}

TEST(TerminalReport, hides_logins) {
  const std::string out = terminal_report(sample_findings(), sample_style(), {80, false});
  EXPECT_THAT(out, Not(HasSubstr(std::string{sample_login.substr(0, 12)})));
  EXPECT_THAT(out, HasSubstr("login-"));
}

TEST(TerminalReport, shows_fifty_of_many) {
  const std::string out = terminal_report(sample_of_many(173, 30), sample_style(), {80, false});
  EXPECT_THAT(out, HasSubstr("123 more findings"));
  EXPECT_THAT(out, HasSubstr("30 inputs: 30,000 packets"));
  EXPECT_THAT(out, HasSubstr("part-001.pcap"));
  EXPECT_THAT(out, Not(HasSubstr("part-002.pcap"))) << "nothing is wrong with it";
}

TEST(TerminalReport, speaks_chinese) {
  const std::string out = terminal_report(sample_findings(), sample_style("zh"), {80, false});
  EXPECT_THAT(out, HasSubstr("发现挖矿：5 个会话，涉及 5 台主机"));
  EXPECT_THAT(out, HasSubstr("份额 238 / 241 被接受"));
}

TEST(Catalogue, both_languages_have_the_same_placeholders) {
  const auto placeholders = [](std::string_view words) {
    std::size_t found = 0;
    for (std::size_t at = words.find("{}"); at != words.npos; at = words.find("{}", at + 2))
      ++found;
    return found;
  };
  for (std::size_t i = 0; i < static_cast<std::size_t>(Text::count_); ++i) {
    const auto key = static_cast<Text>(i);
    EXPECT_EQ(placeholders(text(key, Language::en)), placeholders(text(key, Language::zh)))
        << text(key, Language::en);
  }
}

}  // namespace
}  // namespace davy::report
