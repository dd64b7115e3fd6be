#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

std::string notify() {
  return R"({"id":null,"method":"mining.notify","params":["j1","04000000",")" + hex_digits(64) +
         R"(",")" + hex_digits(64) + R"(",")" + hex_digits(64) +
         R"(","6a5b4c3d","1c0f0f0f",true]})";
}
std::string submit(std::size_t solution_octets) {
  return R"({"id":4,"method":"mining.submit","params":["t1abc.rig","j1","6a5b4c3d",")" +
         hex_digits(56) + R"(",")" + hex_digits(2 * solution_octets) + R"("]})";
}

TEST(StratumEquihash, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"id":1,"method":"mining.subscribe","params":["nheqminer/0.5",null,"pool.example","3333"]})");
  talk.pool(R"({"id":1,"result":[null,"0801"],"error":null})");
  talk.pool(R"({"id":null,"method":"mining.set_target","params":["00000001)" +
            std::string(56, '0') + R"("]})");
  talk.pool(notify());
  talk.miner(submit(1347));
  talk.pool(R"({"id":4,"result":true,"error":null})");
  EXPECT_TRUE(talk.is("stratum-equihash"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.algorithm, "equihash 200,9");
  EXPECT_EQ(talk.record.pool, "pool.example:3333");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumEquihash, TheLengthOfASolutionNamesTheParameters) {
  for (const auto& [octets, algorithm] : {std::pair{101, "equihash 144,5"},
                                          {403, "equihash 192,7"},
                                          {1347, "equihash 200,9"},
                                          {500, ""}}) {
    JsonTalk talk;
    talk.miner(submit(static_cast<std::size_t>(octets)));
    EXPECT_EQ(talk.record.algorithm, algorithm) << octets;
  }
}

TEST(StratumEquihash, ShorterSolutionsAreOfOtherDialects) {
  JsonTalk talk;
  talk.miner(submit(4));
  EXPECT_NE(talk.record.dialect, "stratum-equihash");
}

}  // namespace
}  // namespace davy::flow
