#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

std::string x64() { return "0x" + hex_digits(64); }

TEST(EthGetwork, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"jsonrpc":"2.0","method":"eth_submitLogin","worker":"rig1","params":["0x)" +
             hex_digits(40) + R"(","x"]})");
  talk.pool(R"({"id":1,"jsonrpc":"2.0","result":true})");
  talk.miner(R"({"id":2,"jsonrpc":"2.0","method":"eth_getWork","params":[]})");
  talk.pool(R"({"id":2,"jsonrpc":"2.0","result":[")" + x64() + R"(",")" + x64() +
            R"(","0x00000000ffff)" + std::string(52, '0') + R"("]})");
  talk.miner(
      R"({"id":3,"jsonrpc":"2.0","method":"eth_submitWork","params":["0x0123456789abcdef",")" +
      x64() + R"(",")" + x64() + R"("]})");
  talk.pool(R"({"id":3,"jsonrpc":"2.0","result":true})");
  talk.miner(
      R"({"id":6,"jsonrpc":"2.0","method":"eth_submitHashrate","params":["0x1c9c380","0x00"]})");
  EXPECT_TRUE(talk.is("eth-getwork"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32 * 65536 / 65535);
  EXPECT_DOUBLE_EQ(*talk.record.reported_hash_rate, 30'000'000);
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(EthGetwork, AWeb3ClientStaysQuiet) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"jsonrpc":"2.0","method":"eth_getTransactionReceipt","params":[")" + x64() +
             R"("]})");
  talk.pool(R"({"id":1,"jsonrpc":"2.0","result":null})");
  talk.miner(R"({"id":2,"jsonrpc":"2.0","method":"eth_mining","params":[]})");
  talk.pool(R"({"id":2,"jsonrpc":"2.0","result":false})");
  EXPECT_TRUE(talk.quiet());
  EXPECT_EQ(talk.record.related, RelatedClass::wallet);
}

}  // namespace
}  // namespace davy::flow
