#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

std::string notify(std::string_view bits) {
  return R"({"id":null,"method":"mining.notify","params":["bf",")" + hex_digits(64) +
         R"(","01000000","ffffffff",[],"20000000",")" + std::string(bits) +
         R"(","504e86b9",true]})";
}
const std::string set_difficulty =
    R"({"id":null,"method":"mining.set_difficulty","params":[1024]})";

TEST(StratumV1, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"id":0,"method":"mining.configure","params":[["version-rolling"],{"version-rolling.mask":"1fffe000"}]})");
  talk.pool(
      R"({"id":0,"result":{"version-rolling":true,"version-rolling.mask":"1fffe000"},"error":null})");
  talk.pool(set_difficulty);
  talk.pool(notify("1705ae3a"));
  talk.miner(
      R"({"id":4,"method":"mining.submit","params":["alice.rig1","bf","00000001","504e86ed","b2957c02","00002000"]})");
  talk.pool(R"({"id":4,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 1024 * 0x1p32);
  EXPECT_DOUBLE_EQ(*talk.record.difficulty_last, 1024);
  EXPECT_EQ(talk.record.algorithm, "sha256d");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumV1, BitsThatAreEasyNameNoAlgorithm) {
  JsonTalk talk;
  talk.pool(notify("1a01b2c3"));
  EXPECT_EQ(talk.record.algorithm, "");
}

TEST(StratumV1, ALitecoinLoginMakesItScryptAndItsUnit) {
  JsonTalk talk;
  talk.miner(R"({"id":2,"method":"mining.authorize","params":["ltc1q)" + std::string(38, 'x') +
             R"(","x"]})");
  talk.pool(set_difficulty);
  talk.pool(notify("1a01b2c3"));
  EXPECT_EQ(talk.record.coin, "LTC");
  EXPECT_EQ(talk.record.algorithm, "scrypt");
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 1024 * 65536.0);
}

TEST(StratumV1, ANotificationOfAnotherFormIsOfNoCertainDialect) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.notify","params":["bf","short"]})");
  EXPECT_FALSE(talk.record.hashes_per_share);
  for (const Evidence& e : talk.record.evidence) EXPECT_LT(e.strength_nats, 8) << e.rule;
}

}  // namespace
}  // namespace davy::flow
