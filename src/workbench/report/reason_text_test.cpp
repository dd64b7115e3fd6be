#include "workbench/report/reason_text.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "flow/dissect/dialect.hpp"
#include "flow/dissect/json_dialects.hpp"
#include "signal/network/contact.hpp"
#include "workbench/report/reason_forms.hpp"
#include "workbench/report/rule_forms.hpp"

namespace davy::report {
namespace {

std::size_t gaps(std::string_view form) {
  std::size_t count = 0;
  for (std::size_t at = form.find("{}"); at != std::string_view::npos; at = form.find("{}", at + 2))
    ++count;
  return count;
}

// The form with 1, 2, 3 … in its gaps.
std::string numbered(std::string_view form) {
  std::string out;
  int number = 0;
  for (std::size_t at = form.find("{}"); at != std::string_view::npos; at = form.find("{}")) {
    out += form.substr(0, at);
    out += std::to_string(++number);
    form.remove_prefix(at + 2);
  }
  return out += form;
}

bool is_chinese(std::string_view text) {  // holds a CJK ideograph: E4..E9 leads its three octets
  return text.find_first_of("\xe4\xe5\xe6\xe7\xe8\xe9") != std::string_view::npos;
}

TEST(ReasonText, FormsHaveAsManyGapsInBothLanguagesAndNoneHidesAnother) {
  for (const ReasonForm& form : reason_forms) {
    EXPECT_EQ(gaps(form.en), gaps(form.zh)) << form.en;
    EXPECT_EQ(reason_text(numbered(form.en), Language::zh), numbered(form.zh));
    EXPECT_EQ(reason_text(numbered(form.en), Language::en), numbered(form.en));
  }
  for (const ReasonForm& form : reason_phrases) EXPECT_EQ(gaps(form.en), gaps(form.zh)) << form.en;
  for (const ReasonForm& form : rule_forms) EXPECT_EQ(gaps(form.en), gaps(form.zh)) << form.en;
}

// What is one word is a method's name.
TEST(ReasonText, EveryRuleOfEveryDialectIsSaidInChinese) {
  for (const flow::Dialect* dialect : flow::all_dialects()) {
    for (const flow::Shape& shape : dialect->shapes) {
      if (shape.rule.find(' ') == std::string_view::npos) continue;
      EXPECT_TRUE(is_chinese(reason_text(shape.rule, Language::zh)))
          << dialect->id << ": " << shape.rule;
    }
  }
  EXPECT_EQ(reason_text("pool: mining.notify: header hash, time stamp", Language::zh),
            "矿池：mining.notify：区块头哈希、时间戳");
  EXPECT_EQ(reason_text("Kaspa address (kaspa:…)", Language::zh), "Kaspa 地址（kaspa:…）");
}

TEST(ReasonText, FiguresAndNamesStayAndWordsInGapsAreSaid) {
  EXPECT_EQ(reason_text("shaped like a miner and its pool: in 23.9 min, 12 messages of 402 octets "
                        "that the client "
                        "had not asked for, 42 of the client of 218 octets, 42 of them answered "
                        "with 64 to 74 octets",
                        Language::zh),
            "形态与矿工和矿池相符：23.9 分钟内，服务端主动发出 12 条消息（402 字节），客户端发出 "
            "42 条（218 "
            "字节），其中 42 条得到 64 至 74 字节 的应答");
  EXPECT_EQ(reason_text("names in its TLS hello xmr.pool.example, a mining pool for XMR (listed by "
                        "list, notice, 2024)",
                        Language::zh),
            "TLS 握手中声明的名称为 xmr.pool.example，矿池（XMR）（来源 list，notice, 2024）");
}

TEST(ReasonText, WhatHasNoFormStaysAsItIs) {
  for (const auto text : {"", "pool: ", "{}", "its port", " octets", "5 octets"})
    EXPECT_EQ(reason_text(text, Language::zh), text);
  for (const ReasonForm& form : reason_forms) {
    const std::string whole = numbered(form.en);
    for (std::size_t cut = 0; cut < whole.size(); ++cut)
      reason_text(std::string_view{whole}.substr(0, cut), Language::zh);  // nothing to fall over
  }
}

TEST(ReasonText, EveryContactIsSaidInChinese) {
  for (std::size_t category = 0; category < signal::indicator_categories; ++category) {
    for (int source = 0; source < 7; ++source) {
      for (const std::string_view coins : {"", "XMR", "XMR,BTC"}) {
        for (const std::string_view dispute : {"", "shared with others"}) {
          signal::Contact contact{
              .what = "pool.example", .source = static_cast<flow::NameSource>(source), .facts = {}};
          contact.facts.category = static_cast<signal::IndicatorCategory>(category);
          contact.facts.coins = coins;
          contact.facts.source = "LIST";
          contact.facts.last_confirmed = "2024";
          contact.facts.dispute = dispute;
          const std::string said = reason_text(contact_text(contact), Language::zh);
          for (const auto english : {"known", "listed", " a ", "service", "names", "for "})
            EXPECT_EQ(said.find(english), std::string::npos) << said;
        }
      }
    }
  }
}

// What detectors say of the captures of this tree, so that a sentence that changes is missed here.
TEST(ReasonText, EveryDetectorsReasonsAreSaidInChinese) {
  std::set<std::string> detectors;
  simdjson::dom::parser parser;
  for (const auto& folder : std::filesystem::directory_iterator(DAVY_SOURCE_DIR "/tests/golden")) {
    std::ifstream file(folder.path() / "expected.jsonl");
    for (std::string line; std::getline(file, line);) {
      simdjson::dom::array reasons;
      if (parser.parse(line)["reasons"].get(reasons) != simdjson::SUCCESS) continue;
      for (const auto reason : reasons) {
        const std::string_view detector = reason["detector"], evidence = reason["evidence"];
        // A login that is called as the miner is said by its pseudonym.
        if (evidence.starts_with("login-") || evidence.starts_with("worker-")) continue;
        detectors.emplace(detector);
        EXPECT_TRUE(is_chinese(reason_text(evidence, Language::zh)))
            << detector << ": " << evidence;
      }
    }
  }
  for (const auto detector : {"contact", "rhythm", "inside_proxy", "tls_ends", "farming_cadence"})
    EXPECT_TRUE(detectors.contains(detector)) << detector;
}

}  // namespace
}  // namespace davy::report
