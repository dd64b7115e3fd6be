#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::JsonTalk;

TEST(StratumKaspa, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})");
  talk.pool(R"({"id":1,"result":[true,"EthereumStratum/1.0.0"],"error":null})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["kaspa:q)" + std::string(60, 'p') +
             R"(.rig1","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[4]})");
  talk.pool(
      R"({"id":null,"method":"mining.notify","params":["j1",[1234567890123456789,2345678901234567890,3456789012345678901,4567890123456789012],1770000000000]})");
  talk.miner(
      R"({"id":3,"method":"mining.submit","params":["kaspa:qp.rig1","j1","0x0a0b0c0d0e0f0a0b"]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-kaspa"));
  EXPECT_EQ(talk.record.coin, "KAS");
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 4 * 0x1p32);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumKaspa, FourNumbersOfAnotherMethodStayQuiet) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"plot.notify","params":["j1",[1,2,3,4],1770000000000]})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
