#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumErgo, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})");
  talk.pool(R"({"id":1,"result":[null,"08c1",6],"error":null})");
  talk.pool(
      R"({"id":null,"method":"mining.notify","params":["j1",1200000,")" + hex_digits(64) +
      R"(","","","00000002","115792089237316195423570985008687907853269984665640564039457584007913",null,true]})");
  talk.miner(
      R"({"id":3,"method":"mining.submit","params":["9abc.rig","j1","0a0b0c0d","","08c10a0b0c0d0e0f"]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-ergo"));
  EXPECT_NEAR(*talk.record.hashes_per_share, 1e9, 1);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumErgo, AJobWithoutATargetTellsNoDifficulty) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1",1200000,")" + hex_digits(64) +
            R"(","","","00000002","many",null,true]})");
  EXPECT_FALSE(talk.record.hashes_per_share);
}

}  // namespace
}  // namespace davy::flow
