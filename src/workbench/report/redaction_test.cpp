#include "workbench/report/redaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workbench/report/pseudonym.hpp"
#include "workbench/report/sample_findings.hpp"

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::Not;

class Redaction : public testing::Test {
 protected:
  std::string redacted(std::string_view login, std::string_view worker, std::string_view text) {
    conversation_.login = login;
    conversation_.worker = worker;
    return Redactor{style_, conversation_}(text);
  }
  std::string name(std::string_view login) { return login_pseudonym(login, style_.pseudonym_key); }
  std::string worker(std::string_view text) { return worker_pseudonym(text, style_.pseudonym_key); }

  Style style_ = sample_style();
  flow::ConversationRecord conversation_;
};

TEST_F(Redaction, replaces_every_occurrence) {
  EXPECT_EQ(redacted("alice.rig1", "rig1", R"(["alice.rig1","x"] alice.rig1)"),
            R"([")" + name("alice.rig1") + R"(","x"] )" + name("alice.rig1"));
}

TEST_F(Redaction, ignores_the_case_of_an_address) {
  EXPECT_EQ(redacted("0xABCDEF0123456789abcdef", "", "to 0xabcdef0123456789ABCDEF!"),
            "to " + name("0xABCDEF0123456789abcdef") + "!");
}

TEST_F(Redaction, hides_the_account_where_it_stands_alone) {
  EXPECT_EQ(redacted("kaspa:qzabcdef123.rig", "", R"("kaspa:qzabcdef123")"),
            R"("kaspa:)" + name("qzabcdef123") + R"(")");
  EXPECT_EQ(redacted("wallet99/mail@example.org", "", "wallet99"), name("wallet99"));
}

TEST_F(Redaction, follows_escaped_slashes) {
  EXPECT_THAT(redacted("ab/cd", "", R"("ab\/cd")"), Not(HasSubstr("cd")));
}

TEST_F(Redaction, hides_a_login_that_the_end_of_the_excerpt_cut) {
  EXPECT_EQ(redacted(sample_login, "", R"({"login":"48edfHu7V9)"),
            R"({"login":")" + name(sample_login) + "…");
  EXPECT_EQ(redacted(sample_login, "", R"({"login":"48edfHu7V9…)"),
            R"({"login":")" + name(sample_login) + "…");
}

TEST_F(Redaction, hides_the_rest_of_a_login_that_was_stored_cut) {
  const std::string stored(128, 'a');
  EXPECT_EQ(redacted(stored, "", "\"" + stored + "bcd.rig\",\"x\""),
            "\"" + name(stored) + "\",\"x\"");
}

TEST_F(Redaction, hides_worker_names_as_whole_words_only) {
  EXPECT_EQ(redacted("", "pc7", R"("worker":"PC7" pc77 apc7)"),
            R"("worker":")" + worker("pc7") + R"(" pc77 apc7)");
  EXPECT_EQ(redacted("", "1", R"({"id":1})"), R"({"id":1})") << "names nobody";
}

TEST_F(Redaction, leaves_words_that_contain_a_short_login) {
  EXPECT_EQ(redacted("min", "", R"("method":"mining.authorize","params":["min"])"),
            R"("method":"mining.authorize","params":[")" + name("min") + R"("])");
}

TEST_F(Redaction, reveals_when_told_to) {
  style_.reveal_logins = true;
  EXPECT_EQ(redacted("alice", "", "alice"), "alice");
}

}  // namespace
}  // namespace davy::report
