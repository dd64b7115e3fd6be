#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumIronfish, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"id":0,"method":"mining.subscribe","body":{"version":3,"agent":"ironminer/1","publicAddress":")" +
      hex_digits(64) + R"(","name":"rig1"}})");
  talk.pool(
      R"({"id":1,"method":"mining.subscribed","body":{"clientId":5,"graffiti":"Pool","xn":"a1"}})");
  talk.pool(R"({"id":2,"method":"mining.set_target","body":{"target":"00000001)" +
            std::string(56, '0') + R"("}})");
  talk.pool(R"({"id":3,"method":"mining.notify","body":{"miningRequestId":7,"header":")" +
            hex_digits(360) + R"("}})");
  talk.miner(R"({"id":4,"method":"mining.submit","body":{"miningRequestId":7,"randomness":")" +
             hex_digits(16) + R"("}})");
  talk.pool(R"({"id":5,"method":"mining.submitted","body":{"id":4,"result":true}})");
  talk.miner(R"({"id":5,"method":"mining.submit","body":{"miningRequestId":7,"randomness":")" +
             hex_digits(16) + R"("}})");
  talk.pool(
      R"({"id":6,"method":"mining.submitted","body":{"id":5,"result":false,"message":"stale"}})");
  EXPECT_TRUE(talk.is("stratum-ironfish"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.agent, "ironminer/1");
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_EQ(talk.record.shares.submitted, 2u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
  EXPECT_EQ(talk.record.shares.rejected, 1u);
}

TEST(StratumIronfish, AMessageBusWithBodiesStaysQuiet) {
  JsonTalk talk;
  talk.miner(
      R"({"id":0,"method":"bus.subscribe","body":{"version":3,"agent":"worker/1","name":"print"}})");
  talk.pool(R"({"id":1,"method":"bus.notify","body":{"requestId":7,"header":"invoice"}})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
