#include "flow/dissect/conversation_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;

Timestamp at(double s) { return timestamp_ns(static_cast<std::int64_t>(s * 1e9)); }

class ConversationBuilderTest : public testing::Test {
 protected:
  void say(MessageKind kind, std::string_view rule, float strength_nats,
           std::string_view dialect = "a", double time_s = 0, std::string_view text = "text") {
    out.message({.time = at(time_s),
                 .direction = Direction::forward,
                 .speaker = Speaker::miner,
                 .kind = kind,
                 .dialect = dialect,
                 .rule = rule,
                 .strength_nats = strength_nats,
                 .text = as_bytes(text)});
  }

  MalformedCounts malformed;
  ConversationBuilder out{malformed};
  ConversationRecord& record = out.record();
};

TEST_F(ConversationBuilderTest, CountsMessagesWithFirstAndLastTime) {
  say(job, "r", 1, "a", 5);
  say(job, "r", 1, "a", 3);
  say(job, "r", 1, "a", 9);
  const MessageCount& count = record.messages[job];
  EXPECT_EQ(count.count, 3u);
  EXPECT_EQ(count.first, at(3));
  EXPECT_EQ(count.last, at(9));
}

TEST_F(ConversationBuilderTest, ARuleCountsOnceAndTheSumIsBounded) {
  say(job, "r", 4);
  say(job, "r", 4);
  EXPECT_FLOAT_EQ(static_cast<float>(record.strength_nats), 4);
  say(share, "s", 7);
  EXPECT_FLOAT_EQ(static_cast<float>(record.strength_nats), 11);
  say(login, "t", 100);
  EXPECT_FLOAT_EQ(static_cast<float>(record.strength_nats), ConversationBuilder::strength_nats_max);
}

TEST_F(ConversationBuilderTest, TheDialectWithTheStrongestRulesWinsAndTiesGoToTheEarlier) {
  say(job, "r", 4, "a");
  say(job, "s", 4, "b");
  EXPECT_EQ(record.dialect, "a");
  say(job, "t", 1, "b");
  EXPECT_EQ(record.dialect, "b");
  say(job, "u", 9, "");
  EXPECT_EQ(record.dialect, "b");
  for (int i = 0; i < 50; ++i) say(job, "r", 4, "a");
  EXPECT_EQ(record.dialect, "b");
}

TEST_F(ConversationBuilderTest, TheStrongestMessageTellsTheSides) {
  say(hello, "weak", 1);
  EXPECT_EQ(record.miner_sends, Direction::forward);
  EXPECT_TRUE(record.miner_spoke);
  EXPECT_FALSE(record.pool_spoke);
  out.message({.direction = Direction::forward,
               .speaker = Speaker::pool,
               .kind = job,
               .dialect = "a",
               .rule = "strong",
               .strength_nats = 5,
               .text = {}});
  EXPECT_EQ(record.miner_sends, Direction::reverse);
  EXPECT_TRUE(record.pool_spoke);
}

TEST_F(ConversationBuilderTest, AMonitoringInterfaceIsNoMining) {
  say(miner_status, "api", 3);
  EXPECT_FALSE(out.is_mining());
}

TEST_F(ConversationBuilderTest, WhatProvesNothingMakesNobodySpeak) {
  say(share_accepted, "result true", 0);
  EXPECT_FALSE(out.is_mining());
  EXPECT_EQ(record.messages[share_accepted].count, 1u);
}

TEST_F(ConversationBuilderTest, EvidenceKeepsEveryKindAndThenTheStrongest) {
  static constexpr std::string_view rules[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"};
  for (int i = 0; i < 8; ++i) say(i < 7 ? job : login, rules[i], static_cast<float>(8 - i));
  ASSERT_EQ(record.evidence.size(), limits::evidence_per_flow_max);
  say(job, "too weak", 0.5);
  EXPECT_EQ(record.evidence.back().rule, "r7");
  say(share, "new kind, weak", 0.1F);
  EXPECT_EQ(record.evidence.back().rule, "new kind, weak");
  say(job, "strong", 9);
  std::string kept;
  for (const Evidence& e : record.evidence) kept += std::string(e.rule) + " ";
  EXPECT_EQ(kept, "r0 r1 r2 r3 r4 r7 new kind, weak strong ");
}

TEST_F(ConversationBuilderTest, RulesBeyondTheBoundOnlyCount) {
  std::string names(100, 'x');
  for (const char& name : names) say(job, {&name, 1}, 0.5);
  EXPECT_EQ(record.messages[job].count, 100u);
  EXPECT_DOUBLE_EQ(record.strength_nats, 12);  // 24 rules
}

TEST_F(ConversationBuilderTest, AShareIsOfTheWorkInForceWhenItWasSubmitted) {
  out.set_work(100, 1);
  out.share_submitted(at(1));
  out.set_work(1000, 10);
  out.share_submitted(at(2));
  out.share_answered(at(3), true);
  out.share_answered(at(3), false);
  EXPECT_DOUBLE_EQ(record.shares.accepted_hashes, 100);
  EXPECT_DOUBLE_EQ(record.shares.submitted_hashes, 1100);
  EXPECT_EQ(record.shares.accepted, 1u);
  EXPECT_EQ(record.shares.rejected, 1u);
  EXPECT_EQ(record.difficulty_last, 10);
}

TEST_F(ConversationBuilderTest, AnswersWithoutSharesAreOfTheWorkInForce) {
  out.share_answered(at(0), true);
  EXPECT_EQ(record.shares.accepted_with_difficulty, 0u);
  out.set_work(8, 1);
  out.share_submitted(at(1));
  out.set_work(16, 2);
  out.share_answered(at(1), true, 1'000'000'000'000);
  EXPECT_EQ(record.shares.accepted_with_difficulty, 1'000'000'000'000u);
  EXPECT_DOUBLE_EQ(record.shares.accepted_hashes, 8 + 16.0 * 999'999'999'999);
}

TEST_F(ConversationBuilderTest, ManyUnansweredSharesStayBounded) {
  for (int i = 1; i <= 100; ++i) {
    out.set_work(i, i);
    out.share_submitted(at(i));
  }
  out.share_answered(at(101), true);
  EXPECT_DOUBLE_EQ(record.shares.accepted_hashes, 85);  // 16 are kept
}

TEST_F(ConversationBuilderTest, WorkThatIsNoNumberIsIgnored) {
  out.set_work(0, 1);
  out.set_work(-1, 1);
  out.set_work(std::numeric_limits<double>::quiet_NaN(), 1);
  out.set_work(std::numeric_limits<double>::infinity(), 1);
  EXPECT_FALSE(record.hashes_per_share);
}

TEST_F(ConversationBuilderTest, SharesAreCountedFromTheFirstJobToTheLastMessage) {
  say(login, "l", 1, "a", 10);
  say(job, "j", 1, "a", 20);
  say(keep_alive, "k", 1, "a", 90);
  EXPECT_EQ(record.shares.first, at(20));
  EXPECT_EQ(record.shares.last, at(90));
}

TEST_F(ConversationBuilderTest, FirstAgentAndLoginStayAndTheRestIsLast) {
  out.set_agent("");
  out.set_agent("XMRig/6");
  out.set_agent("other");
  out.set_login("wallet");
  out.set_login("x");
  out.set_worker("a");
  out.set_worker("b");
  out.set_pool("p:1");
  EXPECT_EQ(record.agent, "XMRig/6");
  EXPECT_EQ(record.login, "wallet");
  EXPECT_EQ(record.worker, "b");
  EXPECT_EQ(record.pool, "p:1");
  out.set_worker(std::string(1000, 'w'));
  EXPECT_LE(record.worker.size(), limits::text_field_octets_max);
}

TEST_F(ConversationBuilderTest, AHigherRankReplacesTheCoin) {
  out.set_coin("BTC", 1, "dialect");
  out.set_coin("LTC", 1, "dialect");
  EXPECT_EQ(record.coin, "BTC");
  out.set_coin("XMR", 3, "named");
  out.set_coin("BTC", 2, "form");
  EXPECT_EQ(record.coin, "XMR");
  EXPECT_EQ(record.coin_basis, "named");
}

TEST_F(ConversationBuilderTest, VagueRelatedClassesGiveWay) {
  out.related(RelatedClass::json_rpc, "some");
  out.related(RelatedClass::node_rpc, "exact");
  out.related(RelatedClass::wallet, "later");
  out.related(RelatedClass::json_rpc, "vague");
  EXPECT_EQ(record.related, RelatedClass::node_rpc);
  EXPECT_EQ(record.related_rule, "exact");
}

TEST_F(ConversationBuilderTest, CarrierNamesTheWrappingOutsideFirst) {
  for (const auto* step : {"tcp", "http", "websocket"}) out.carrier(step);
  EXPECT_EQ(record.carrier, "tcp/http/websocket");
  for (int i = 0; i < 1000; ++i) out.carrier("socks5");
  EXPECT_LE(record.carrier.size(), limits::text_field_octets_max);
}

TEST_F(ConversationBuilderTest, TheTimelineDoublesItsBins) {
  for (int i = 0; i < 64; ++i) say(share, "s", 1, "a", i);
  const auto row = [&] { return record.timeline->counts[1]; };
  EXPECT_EQ(record.timeline->bin_width, std::chrono::seconds{1});
  EXPECT_EQ(row()[63], 1);
  say(share, "s", 1, "a", 64);
  EXPECT_EQ(record.timeline->bin_width, std::chrono::seconds{2});
  EXPECT_EQ(row()[0], 2);
  EXPECT_EQ(row()[31], 2);
  EXPECT_EQ(row()[32], 1);
  EXPECT_EQ(row()[33], 0);
  say(job, "j", 1, "a", 10);
  EXPECT_EQ(record.timeline->counts[0][5], 1);
}

TEST_F(ConversationBuilderTest, AbsurdTimesStayInTheTimeline) {
  for (int i = 0; i < 3; ++i) {
    for (const Timestamp time : {Timestamp{}, Timestamp::max(), Timestamp::min()}) {
      out.message({.time = time, .kind = share, .dialect = "a", .rule = "s", .text = {}});
    }
  }
  int total = 0;
  for (const auto n : record.timeline->counts[1]) total += n;
  EXPECT_EQ(total, 9);
}

TEST_F(ConversationBuilderTest, TimelineCountsSaturate) {
  for (int i = 0; i < 70'000; ++i) say(job, "j", 1);
  EXPECT_EQ(record.timeline->counts[0][0], 65'535);
}

TEST(Readable, EscapesWhatMustNotBeShown) {
  const auto shown = [](std::string_view text) { return readable(as_bytes(text), 100); };
  EXPECT_EQ(shown("a\r\n\tb\x1b[31m"), "a\\r\\n\\tb\\x1b[31m");
  EXPECT_EQ(shown("caf\xc3\xa9 \xe7\x9f\xbf \xf0\x9f\x94\xa5"),
            "caf\xc3\xa9 \xe7\x9f\xbf \xf0\x9f\x94\xa5");
  EXPECT_EQ(shown("\xff\xc0\x80\xed\xa0\x80\xe7\x9f"), "\\xff\\xc0\\x80\\xed\\xa0\\x80\\xe7\\x9f");
  EXPECT_EQ(shown("\xe2\x80\xae\xc2\x85"), "\\xe2\\x80\\xae\\xc2\\x85");
  EXPECT_EQ(shown({"\0", 1}), "\\x00");
}

TEST(Readable, CutsAtAWholeCharacter) {
  const auto shown = [](std::string_view text) { return readable(as_bytes(text), 10); };
  EXPECT_EQ(shown("0123456789"), "0123456789");
  EXPECT_EQ(shown("0123456789a"), "0123456\u2026");
  EXPECT_EQ(shown("012345\xc3\xa9\xc3\xa9\xc3\xa9"), "012345\u2026");
  EXPECT_EQ(shown("01234\x01\x01"), "01234\u2026");
}

TEST(Names, AreTheJsonNames) {
  EXPECT_EQ(name(share_accepted), "share_accepted");
  EXPECT_EQ(name(hello), "hello");
  EXPECT_EQ(name(other), "other");
  EXPECT_EQ(name(RelatedClass::blockchain_node), "blockchain-node");
  EXPECT_EQ(name(RelatedClass::storage_network), "storage-network");
  for (std::size_t i = 0; i < message_kinds; ++i) {
    EXPECT_FALSE(name(static_cast<MessageKind>(i)).empty());
  }
}

}  // namespace
}  // namespace davy::flow
