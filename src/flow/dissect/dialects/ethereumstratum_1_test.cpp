#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(Ethereumstratum1, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"id":1,"method":"mining.subscribe","params":["ethminer/0.19","EthereumStratum/1.0.0"]})");
  talk.pool(
      R"({"id":1,"result":[["mining.notify","ae68","EthereumStratum/1.0.0"],"080c"],"error":null})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[0.5]})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["bf0488aa",")" + hex_digits(64) +
            R"(",")" + hex_digits(64) + R"(",true]})");
  talk.miner(
      R"({"id":244,"method":"mining.submit","params":["0xabc.rig","bf0488aa","6a909d9bbc0f"]})");
  talk.pool(R"({"id":244,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("ethereumstratum-1"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p31);
  EXPECT_EQ(talk.record.agent, "ethminer/0.19");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(Ethereumstratum1, ASubscriptionToEventsStaysQuiet) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"subscribe","params":["orders","EthereumOrders/1.0.0"]})");
  talk.pool(R"({"id":1,"result":[["orders.notify","ae68"],"080c"],"error":null})");
  talk.pool(R"({"id":null,"method":"orders.notify","params":["bf0488aa",")" + hex_digits(64) +
            R"(",true]})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
