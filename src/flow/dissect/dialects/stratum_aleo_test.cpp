#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

const std::string address = "aleo1" + std::string(58, 'q');

TEST(StratumAleo, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})");
  talk.miner(R"({"id":2,"method":"mining.authorize","params":[")" + address + R"(","x"]})");
  talk.pool(R"({"id":2,"result":true,"error":null})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1","ab1)" + hex_digits(58) +
            R"(",true]})");
  talk.miner(R"({"id":3,"method":"mining.submit","params":[")" + address +
             R"(","j1","1f2e3d4c"]})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-aleo"));
  EXPECT_EQ(talk.record.coin, "ALEO");
  EXPECT_EQ(talk.record.login, address);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumAleo, OtherAddressesAreOthers) {
  JsonTalk talk;
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["kaspa:q0","x"]})");
  EXPECT_NE(talk.record.dialect, "stratum-aleo");
}

}  // namespace
}  // namespace davy::flow
