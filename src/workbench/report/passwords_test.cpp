#include "workbench/report/passwords.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workbench/report/json_lines.hpp"
#include "workbench/report/sample_findings.hpp"

namespace davy::report {
namespace {

using flow::MessageKind;
using testing::HasSubstr;
using testing::Not;

class Passwords : public testing::Test {
 protected:
  std::string shown(std::string_view excerpt, MessageKind kind = MessageKind::other) {
    flow::Evidence evidence;
    evidence.kind = kind;
    evidence.excerpt = excerpt;
    return without_passwords(evidence, conversation_);
  }
  std::string shown_login(std::string_view excerpt) { return shown(excerpt, MessageKind::login); }

  flow::ConversationRecord conversation_;
};

TEST_F(Passwords, of_members_are_hidden_whatever_their_name_and_place) {
  for (const std::string name :
       {"pass", "password", "Passwd", "passphrase", "psw", "PWD", "secret", "secretPhrase"}) {
    EXPECT_EQ(shown("{\"id\":1,\"" + name + "\":\"hunter2\",\"agent\":\"a\"}"),
              "{\"id\":1,\"" + name + "\":\"…\",\"agent\":\"a\"}");
  }
  EXPECT_EQ(shown(R"({"a":{"b":[{"pass" : "hunter2"}]}})"), R"({"a":{"b":[{"pass" : "…"}]}})");
  EXPECT_EQ(shown(R"({\n  "pass":\n\t"hunter2"\n})"), R"({\n  "pass":\n\t"…"\n})");
}

TEST_F(Passwords, of_members_may_hold_quotes_and_be_numbers) {
  EXPECT_EQ(shown(R"({"pass":"hun\"ter\\","id":2})"), R"({"pass":"…","id":2})");
  EXPECT_EQ(shown(R"({"pass":12345,"id":2})"), R"({"pass":…,"id":2})");
  EXPECT_EQ(shown(R"({"pass":"","id":2})"), R"({"pass":"","id":2})");
}

TEST_F(Passwords, that_the_end_of_an_excerpt_cuts_are_hidden) {
  EXPECT_EQ(shown(R"({"login":"a","pass":"hunt…)"), R"({"login":"a","pass":"…)");
  EXPECT_EQ(shown(R"({"login":"a","pass":"hunter2\)"), R"({"login":"a","pass":"…)");
  EXPECT_EQ(shown_login(R"({"params":["a","hunt…)"), R"({"params":["a","…)");
  EXPECT_EQ(shown_login(R"({"params":["a",[["hunter2","b)"), R"({"params":["a",…)");
}

TEST_F(Passwords, by_position_are_all_but_the_first_parameter_of_a_login) {
  EXPECT_EQ(shown_login(R"({"id":2,"method":"mining.authorize","params":["a.b","hunter2"]})"),
            R"({"id":2,"method":"mining.authorize","params":["a.b","…"]})");
  EXPECT_EQ(shown_login(R"({"params": [ "0xab" , "me@example.org" ], "method":"eth_submitLogin"})"),
            R"({"params": [ "0xab" , "…" ], "method":"eth_submitLogin"})");
  EXPECT_EQ(shown_login(R"({\n "params": [\n "a",\n "hunter2"\n ]})"),
            R"({\n "params": [\n "a",\n "…"\n ]})");
  EXPECT_EQ(shown_login(R"({"id":"params","params":["a",["x","hunter2"],"p",null]})"),
            R"({"id":"params","params":["a",…,"…",null]})");
}

TEST_F(Passwords, by_position_leave_what_the_conversation_names) {
  conversation_.worker = "rig1";
  conversation_.agent = "bzminer-v21";
  EXPECT_EQ(shown_login(R"({"params":["xel:q","rig1","hunter2"]})"),
            R"({"params":["xel:q","rig1","…"]})");
  EXPECT_EQ(shown_login(R"({"params":["1abc","hunter2","bzminer-v21"]})"),
            R"({"params":["1abc","…","bzminer-v21"]})");
}

TEST_F(Passwords, by_position_are_no_business_of_other_messages) {
  const std::string_view subscribe = R"({"method":"mining.subscribe","params":["a/1","b",null]})";
  EXPECT_EQ(shown(subscribe, MessageKind::hello), subscribe);
  const std::string_view login = R"({"params":{"login":"a","algo":["rx/0","cn/r"]}})";
  EXPECT_EQ(shown_login(login), login);
}

TEST_F(Passwords, of_conflux_stand_behind_the_address_in_its_hello) {
  conversation_.dialect = "stratum-conflux";
  EXPECT_EQ(
      shown(R"({"method":"mining.subscribe","params":["cfx:aa","hunter2"]})", MessageKind::hello),
      R"({"method":"mining.subscribe","params":["cfx:aa","…"]})");
}

TEST_F(Passwords, of_a_signum_wallet_are_hidden_in_target_and_form) {
  EXPECT_EQ(shown(R"({"http_target":"/burst?requestType=submitNonce&secretPhrase=a+b&nonce=1"})"),
            R"({"http_target":"/burst?requestType=submitNonce&secretPhrase=…&nonce=1"})");
  EXPECT_EQ(shown(R"({"form":"secretPhrase=a+b"})"), R"({"form":"secretPhrase=…"})");
}

TEST_F(Passwords, of_duino_coin_are_the_mining_key) {
  conversation_.dialect = "duino-coin";
  EXPECT_EQ(shown("JOB,alice,LOW,hunter2"), "JOB,alice,LOW,…");
  EXPECT_EQ(shown("JOB,alice,LOW"), "JOB,alice,LOW");
  EXPECT_EQ(shown("4082581,239672.73,Official PC Miner,rig"),
            "4082581,239672.73,Official PC Miner,rig");
}

TEST_F(Passwords, stay_hidden_when_logins_are_revealed) {
  Findings findings = sample_findings();
  findings.mining[0].record.conversation->evidence[0].excerpt = R"({"login":"a","pass":"hunter2"})";
  Style style = sample_style();
  style.reveal_logins = true;
  const std::string lines = json_lines(findings, style);
  EXPECT_THAT(lines, Not(HasSubstr("hunter2")));
  EXPECT_THAT(lines, HasSubstr(R"(\"login\":\"a\",\"pass\":\"…\")"));
}

// Any text, cut anywhere: no crash, and nothing but what is hidden is lost.
TEST_F(Passwords, of_damaged_texts_end) {
  const std::string text = R"({"params":["a",{"x":[1,"\"}]"]},"b"],"pass":"p\\\"","s":"pwd=1&a"})";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_LE(shown_login(text.substr(cut)).size(), text.size() + 12);
    EXPECT_LE(shown_login(text.substr(0, cut)).size(), text.size() + 12);
  }
}

}  // namespace
}  // namespace davy::report
