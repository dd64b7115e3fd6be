#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(Ethereumstratum2, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"id":0,"method":"mining.hello","params":{"agent":"ethminer-0.19","host":"pool.example","port":"4d2","proto":"EthereumStratum/2.0.0"}})");
  talk.pool(
      R"({"id":0,"result":{"proto":"EthereumStratum/2.0.0","encoding":"plain","resume":"0","timeout":"b4","maxerrors":"5","node":"Geth"},"error":null})");
  talk.pool(R"({"id":0,"method":"mining.set","params":{"epoch":"dc","target":"00000001)" +
            std::string(56, '0') + R"(","algo":"ethash","extranonce":"af4c"}})");
  talk.pool(R"({"id":0,"method":"mining.notify","params":["bf0488aa","6526d5",")" + hex_digits(64) +
            R"(","0"]})");
  talk.miner(R"({"id":31,"method":"mining.submit","params":["bf0488aa","68765fccd712","w-123"]})");
  talk.pool(R"({"id":31,"result":true,"error":null})");
  talk.miner(R"({"id":16,"method":"mining.hashrate","params":["500000","w-123"]})");
  EXPECT_TRUE(talk.is("ethereumstratum-2"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_DOUBLE_EQ(*talk.record.reported_hash_rate, 0x500000);
  EXPECT_EQ(talk.record.agent, "ethminer-0.19");
  EXPECT_EQ(talk.record.pool, "pool.example");
  EXPECT_EQ(talk.record.algorithm, "ethash");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(Ethereumstratum2, AnotherHelloStaysQuiet) {
  JsonTalk talk;
  talk.miner(R"({"id":0,"method":"hello","params":{"agent":"client/1","proto":"Chat/2.0.0"}})");
  talk.pool(R"({"id":0,"result":{"proto":"Chat/2.0.0","resume":"0"},"error":null})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
