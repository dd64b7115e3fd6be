#include "flow/flow_record.hpp"

#include <gtest/gtest.h>

namespace davy::flow {
namespace {

FlowRecord full() {
  FlowRecord record;
  record.packets = {3, 4};
  record.conversation = std::make_unique<ConversationRecord>();
  record.conversation->login = std::string(200, 'x');
  record.conversation->evidence.resize(1);
  record.conversation->evidence[0].excerpt = std::string(300, 'y');
  record.conversation->messages[MessageKind::job].count = 9;
  record.rhythm = std::make_unique<RhythmRecord>();
  record.rhythm->pushes.resize(1'000);
  record.names = std::make_unique<NamesRecord>();
  record.names->hosts.push_back({std::string(100, 'z'), NameSource::http_host});
  record.names->certificate.emplace().sha256 = std::string(64, '0');
  record.intervals = std::make_unique<IntervalsRecord>();
  record.intervals->intervals.resize(50);
  return record;
}

TEST(FlowRecord, WhatItsPartsHoldIsCounted) {
  const std::size_t least = sizeof(FlowRecord) + sizeof(ConversationRecord) + 200 + 300 +
                            1'000 * sizeof(Timestamp) + 100 + 64 + 50 * sizeof(FlowInterval);
  EXPECT_GE(held_octets(full()), least);
  EXPECT_LE(held_octets(full()), 2 * least);
  EXPECT_EQ(held_octets(FlowRecord{}), sizeof(FlowRecord));
}

TEST(FlowRecord, ACopyHoldsTheSameAndIsOfItsOwn) {
  const FlowRecord record = full();
  FlowRecord copy = copy_of(record);
  EXPECT_EQ(copy.packets, record.packets);
  EXPECT_EQ(copy.conversation->login, record.conversation->login);
  EXPECT_EQ(copy.conversation->messages[MessageKind::job].count, 9u);
  EXPECT_EQ(copy.rhythm->pushes.size(), 1'000u);
  EXPECT_EQ(copy.names->hosts.front().text, record.names->hosts.front().text);
  EXPECT_EQ(copy.intervals->intervals.size(), 50u);
  copy.conversation->login.clear();
  EXPECT_EQ(record.conversation->login.size(), 200u);
}

}  // namespace
}  // namespace davy::flow
