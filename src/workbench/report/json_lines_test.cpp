#include "workbench/report/json_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

#include "workbench/report/json_writer.hpp"
#include "workbench/report/sample_findings.hpp"

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) out.push_back(line);
  return out;
}

TEST(JsonWriter, escapes_and_separates) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.field("text", "a\"b\\c\n\x1b\x7f\xff é");
  json.key("list");
  json.begin_array();
  json.value(std::uint64_t{18'446'744'073'709'551'615U});
  json.value(0.1 + 0.2);
  json.value(std::numeric_limits<double>::infinity());
  json.value(true);
  json.begin_object();
  json.end_object();
  json.end_array();
  json.text_or_null_field("none", "");
  json.end_object();
  EXPECT_EQ(out,
            "{\"text\":\"a\\\"b\\\\c\\u000a\\u001b\\u007f\uFFFD é\","
            "\"list\":[18446744073709551615,0.3,null,true,{}],\"none\":null}");
}

TEST(JsonLines, hold_the_contract_in_its_order) {
  const auto lines = lines_of(json_lines(sample_findings(), sample_style()));
  ASSERT_EQ(lines.size(), 12U);
  EXPECT_THAT(
      lines[0],
      StartsWith(R"({"event":"mining_flow","source_address":"10.20.4.17","source_port":51234,)"
                 R"("destination_address":"203.0.113.9","destination_port":3333,)"
                 R"("transport_protocol":"tcp","first_seen":"2021-05-18T07:03:11.000000Z",)"
                 R"("last_seen":"2021-05-18T09:10:05.000000Z","miner_side":"source",)"
                 R"("dialect":"cryptonote","coin":"XMR","pool":"pool.example.org:3333",)"
                 R"("verdict":"confirmed","probability":0.999999,"reasons":[{)"));
  EXPECT_THAT(lines[0], HasSubstr(R"("shares":{"submitted":241,"accepted":238,"rejected":3})"));
  EXPECT_THAT(lines[0], HasSubstr(R"("side":"miner","kind":"login")"));
  EXPECT_THAT(lines[0], HasSubstr(R"("attempt":null)"));
  EXPECT_THAT(lines[1], HasSubstr(R"("miner_side":"destination")"));
  EXPECT_THAT(lines[1], HasSubstr(R"("vlan":204)"));
  EXPECT_THAT(lines[1], HasSubstr(R"("both_ways_captured":false)"));
  EXPECT_THAT(lines[3], HasSubstr(R"("attempt":"the miner spoke, nobody answered in kind")"));
  EXPECT_THAT(lines[5], HasSubstr(R"("class":"blockchain-node")"));
  EXPECT_THAT(
      lines[8],
      StartsWith(R"({"event":"mining_subject","subject":{"kind":"host","id":"10.20.4.17"},)"));
  EXPECT_THAT(lines[10],
              HasSubstr(R"("malformed":{"ip_header":1,"json":2},"truncated":17,"dropped":5)"));
  EXPECT_THAT(lines[11], HasSubstr(R"("first_seen":null)"));
}

TEST(JsonLines, hide_logins_everywhere) {
  const std::string lines = json_lines(sample_findings(), sample_style());
  EXPECT_THAT(lines, Not(HasSubstr(std::string{sample_login})));
  EXPECT_THAT(lines, Not(HasSubstr(std::string{sample_login.substr(0, 12)})));
  EXPECT_THAT(lines, Not(HasSubstr(std::string{sample_worker})));
  EXPECT_THAT(lines, Not(HasSubstr(R"("login":"bob")")));
  EXPECT_THAT(lines, HasSubstr(R"("login_pseudonym":"login-)"));
}

TEST(JsonLines, reveal_logins_when_told_to) {
  Style style = sample_style();
  style.reveal_logins = true;
  const std::string lines = json_lines(sample_findings(), style);
  EXPECT_THAT(lines, HasSubstr(R"("login":")" + std::string{sample_login}));
  EXPECT_THAT(lines, HasSubstr(R"("worker":")" + std::string{sample_worker}));
  EXPECT_THAT(lines, HasSubstr(R"("login_pseudonym":"login-)"));
}

TEST(JsonLines, are_the_same_octets_every_time) {
  EXPECT_EQ(json_lines(sample_findings(), sample_style()),
            json_lines(sample_findings(), sample_style()));
}

TEST(JsonLines, of_nothing_are_none) { EXPECT_EQ(json_lines({}, sample_style()), ""); }

// tests/schema/check_events.py runs this with a folder to write to, and holds every line against the schema.
TEST(JsonLines, samples_for_the_schema) {
  const char* directory = std::getenv("DAVY_SAMPLE_DIRECTORY");
  if (directory == nullptr) GTEST_SKIP() << "DAVY_SAMPLE_DIRECTORY is not set";
  Style revealing = sample_style();
  revealing.reveal_logins = true;
  const std::string folder{directory};
  std::ofstream(folder + "/findings.jsonl") << json_lines(sample_findings(), sample_style());
  std::ofstream(folder + "/revealed.jsonl") << json_lines(sample_findings(), revealing);
  std::ofstream(folder + "/every_name.jsonl") << json_lines(sample_of_every_name(), sample_style());
  std::ofstream(folder + "/quiet.jsonl") << json_lines(sample_without_mining(), sample_style());
}

}  // namespace
}  // namespace davy::report
