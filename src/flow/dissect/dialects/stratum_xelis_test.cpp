#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumXelis, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["xelis-miner/1.0",["xel/v2"]]})");
  talk.pool(R"({"id":1,"result":["s1",")" + hex_digits(64) + R"(",32,")" + hex_digits(64) +
            R"("],"error":null})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["xel:)" + std::string(60, 'v') +
             R"(","rig1","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[1]})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1","0000019c2f3e4d5a",")" +
            hex_digits(64) + R"(","xel/v2",true]})");
  talk.miner(
      R"({"id":3,"method":"mining.submit","params":["xel:vv.rig1","j1","0a0b0c0d0e0f0a0b"]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-xelis"));
  EXPECT_EQ(talk.record.coin, "XEL");
  EXPECT_EQ(talk.record.agent, "xelis-miner/1.0");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumXelis, AKeyThatIsHandedOutStaysQuiet) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"keys.subscribe","params":["client/1.0"]})");
  talk.pool(R"({"id":1,"result":["s1","short",32,"none"],"error":null})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
