#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumAlephium, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"mining.set_difficulty","params":[1]})");
  talk.pool(
      R"({"id":null,"method":"mining.notify","params":[{"jobId":"1","fromGroup":0,"toGroup":3,"txsBlob":"00","headerBlob":")" +
      hex_digits(200) + R"(","targetBlob":"00000001)" + std::string(56, '0') + R"("}]})");
  talk.miner(
      R"({"id":3,"method":"mining.submit","params":{"jobId":"1","fromGroup":0,"toGroup":3,"nonce":")" +
      hex_digits(48) + R"("}})");
  talk.pool(R"({"id":3,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-alephium"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumAlephium, ChainPairsWithoutTemplatesAreNoJob) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"groups.notify","params":[{"fromGroup":0,"toGroup":3}]})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
