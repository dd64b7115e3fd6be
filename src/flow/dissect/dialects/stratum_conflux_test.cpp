#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(StratumConflux, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"method":"mining.subscribe","params":["cfx:aa)" + std::string(40, 'r') +
             R"(","x"]})");
  talk.pool(R"({"id":1,"result":[true],"error":null})");
  talk.pool(R"({"id":null,"method":"mining.notify","params":["j1","89000000","0x)" +
            hex_digits(64) + R"(","0x00000001)" + std::string(56, '0') + R"("]})");
  talk.miner(R"({"id":2,"method":"mining.submit","params":["cfx:aa","j1","0x1f2e3d","0x)" +
             hex_digits(64) + R"("]})");
  talk.pool(R"({"id":2,"result":[true],"error":null})");
  EXPECT_TRUE(talk.is("stratum-conflux"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(StratumConflux, ABlockHeaderThatIsAnnouncedIsNoJob) {
  JsonTalk talk;
  talk.pool(R"({"id":null,"method":"block.notify","params":["j1","89000000","0x)" + hex_digits(64) +
            R"(","0x01"]})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
