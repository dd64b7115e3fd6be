#include "signal/network/mining_conversation.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy::signal {
namespace {

using flow::ConversationRecord;
using flow::Direction;
using flow::MessageKind;

class MiningConversation : public testing::Test {
 protected:
  MiningConversation() {
    record.first_seen = timestamp_ns(1'000);
    record.last_seen = timestamp_ns(2'000);
    record.conversation = std::make_unique<ConversationRecord>();
  }
  ConversationRecord& said() { return *record.conversation; }
  void say(Direction direction, std::string_view rule, float strength_nats) {
    said().evidence.push_back({.time = record.first_seen,
                               .direction = direction,
                               .kind = MessageKind::job,
                               .rule = rule,
                               .strength_nats = strength_nats,
                               .excerpt = {}});
    said().strength_nats += strength_nats;
  }
  void miner_speaks() {
    said().miner_spoke = true;
    said().miner_sends = Direction::forward;
    say(Direction::forward, "a login", 9);
  }
  void pool_speaks() {
    said().pool_spoke = true;
    said().miner_sends = Direction::forward;
    say(Direction::reverse, "a job", 12);
  }
  Signal only() {
    std::vector<Signal> signals = mining_conversation(record);
    EXPECT_EQ(signals.size(), 1u);
    return signals.empty() ? Signal{} : std::move(signals.front());
  }

  flow::FlowRecord record;
};

TEST_F(MiningConversation, BothSidesAreAConversation) {
  miner_speaks();
  pool_speaks();
  const Signal signal = only();
  EXPECT_EQ(signal.basis, Basis::conversation);
  EXPECT_DOUBLE_EQ(signal.strength_nats, 21);
  EXPECT_EQ(signal.independence_group, "content");
  EXPECT_EQ(signal.window_first, record.first_seen);
  EXPECT_EQ(signal.window_last, record.last_seen);
  ASSERT_EQ(signal.reasons.size(), 2u);
  EXPECT_EQ(signal.reasons[0].evidence, "pool: a job");  // strongest first
  EXPECT_EQ(signal.reasons[1].evidence, "miner: a login");
}

TEST_F(MiningConversation, ThePoolAloneIsAPoolsAnswer) {
  pool_speaks();
  EXPECT_EQ(only().basis, Basis::pool_answer);
}

TEST_F(MiningConversation, TheMinerAloneIsAnAttemptAndSaysSo) {
  miner_speaks();
  said().peer_silent = true;
  const Signal signal = only();
  EXPECT_EQ(signal.basis, Basis::attempt);
  EXPECT_NE(signal.reasons.front().evidence.find("nobody answered"), std::string::npos);
}

TEST_F(MiningConversation, TheMinerAloneWhoseSharesGoOnIsStructure) {
  miner_speaks();
  said().peer_not_captured = true;
  said().messages[MessageKind::share].count = 2;
  EXPECT_EQ(only().basis, Basis::structure);
}

TEST_F(MiningConversation, TheMinerAloneWithoutSharesIsAnAttempt) {
  miner_speaks();
  said().peer_not_captured = true;
  said().messages[MessageKind::share].count = 1;
  const Signal signal = only();
  EXPECT_EQ(signal.basis, Basis::attempt);
  EXPECT_NE(signal.reasons.front().evidence.find("only the miner's direction"), std::string::npos);
}

TEST_F(MiningConversation, SharesThatACapturedPeerIgnoresAreAnAttempt) {
  miner_speaks();
  said().peer_silent = true;
  said().messages[MessageKind::share].count = 9;
  EXPECT_EQ(only().basis, Basis::attempt);
}

TEST_F(MiningConversation, AnUnmistakableStructureIsStructure) {
  said().unmistakable = true;
  say(Direction::forward, "a handshake of exact sizes", 9);
  EXPECT_EQ(only().basis, Basis::structure);
}

TEST_F(MiningConversation, WordsThatOthersUseTooSayNothing) {
  said().miner_spoke = said().pool_spoke = true;
  say(Direction::forward, "login with name and password", 4);
  EXPECT_TRUE(mining_conversation(record).empty());
}

TEST_F(MiningConversation, WhatIsRecognisedAsSomethingElseSpeaksAgainst) {
  said().related = flow::RelatedClass::wallet;
  said().related_rule = "Electrum client";
  const Signal signal = only();
  EXPECT_EQ(signal.basis, Basis::recognised);
  EXPECT_LT(signal.strength_nats, 0);
  EXPECT_EQ(signal.reasons.front().evidence, "Electrum client");
}

TEST_F(MiningConversation, MiningOutweighsWhatElseWasRecognised) {
  miner_speaks();
  pool_speaks();
  said().related = flow::RelatedClass::json_rpc;
  EXPECT_EQ(only().basis, Basis::conversation);
}

TEST_F(MiningConversation, NothingSaidIsNoSignal) {
  EXPECT_TRUE(mining_conversation(record).empty());
  record.conversation = nullptr;
  EXPECT_TRUE(mining_conversation(record).empty());
}

}  // namespace
}  // namespace davy::signal
