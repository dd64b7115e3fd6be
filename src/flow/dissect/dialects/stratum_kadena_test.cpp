#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumKadena, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["k:)" + hex_digits(64) +
             R"(.rig1","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1",")" + hex_digits(572) +
            R"(",true]})");
  talk.miner(R"({"id":3,"method":"mining.submit","params":["k:a.rig1","j1","0a0b0c0d0e0f"]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-kadena"));
  EXPECT_EQ(talk.record.coin, "KDA");
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumKadena, ShorterHeadersAreOfOtherDialects) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1",")" + hex_digits(500) +
            R"(",true]})");
  EXPECT_NE(talk.record.dialect, "stratum-kadena");
}

}  // namespace
}  // namespace davy::flow
