#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumKawpow, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})");
  talk.pool(R"({"id":1,"result":[null,"08c1"],"error":null})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["R)" + std::string(33, 'N') +
             R"(.rig1","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1",")" + hex_digits(64) + R"(",")" +
            hex_digits(64) + R"(","00000001)" + std::string(56, '0') +
            R"(",true,3100000,"1b00f0f0"]})");
  talk.miner(
      R"({"id":3,"method":"mining.submit","params":["RN.rig1","j1","0x0a0b0c0d0e0f0a0b","0x)" +
      hex_digits(64) + R"(","0x)" + hex_digits(64) + R"("]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-kawpow"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.coin, "RVN");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumKawpow, HashesOfAnotherMethodStayQuiet) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"files.notify","params":["j1",")" + hex_digits(64) + R"(",")" +
            hex_digits(64) + R"(",true]})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
