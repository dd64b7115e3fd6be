#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::JsonTalk;

TEST(StratumFamily, IsMiningOfNoCertainDialect) {
  JsonTalk talk;
  talk.miner(
      R"({"id":1,"method":"mining.subscribe","params":["cpuminer/2.5.1","ae68","pool.example",3333]})");
  talk.pool(
      R"({"id":1,"result":[[["mining.notify","ae68"],["mining.set_difficulty","ae69"]],"08000002",4],"error":null})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["alice.rig1","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[8]})");
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_EQ(talk.record.agent, "cpuminer/2.5.1");
  EXPECT_EQ(talk.record.pool, "pool.example:3333");
  EXPECT_EQ(talk.record.login, "alice");
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 8 * 0x1p32);
}

TEST(StratumFamily, ATargetIsReadToo) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.set_target","params":["00000000ffff)" +
            std::string(52, '0') + R"("]})");
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32 * 65536 / 65535);
}

TEST(StratumFamily, AReconnectNamesThePool) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[8]})");
  talk.pool(R"({"id":null,"method":"client.reconnect","params":["other.example",4444,0]})");
  EXPECT_EQ(talk.record.pool, "other.example:4444");
}

TEST(StratumFamily, DifficultiesThatAreNoNumbersChangeNothing) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[0]})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[-1]})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":["high"]})");
  EXPECT_FALSE(talk.record.hashes_per_share);
}

TEST(StratumFamily, DataMiningOfTheSameWordsIsNotSureOfIt) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":{"dataset":"loans-2025"}})");
  talk.pool(R"({"id":1,"result":{"subscription":"loans-2025"},"error":null})");
  talk.miner(
      R"({"id":2,"method":"mining.submit","params":{"algorithm":"fp-growth","support":0.02}})");
  talk.pool(R"({"id":2,"result":{"run":0,"queued":true},"error":null})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":{"run":0,"state":"finished"}})");
  for (const Evidence& e : talk.record.evidence) EXPECT_LT(e.strength_nats, 8) << e.rule;
}

}  // namespace
}  // namespace davy::flow
