#include "flow/dissect/json_related.hpp"

#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

RelatedClass class_of(std::string_view request) {
  test::JsonTalk talk;
  talk.miner(request);
  EXPECT_TRUE(talk.quiet()) << request;
  return talk.record.related;
}

std::string call(std::string_view method) {
  return R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":[]})";
}

TEST(JsonRelated, NodesAreNamed) {
  for (const char* method : {"getblockchaininfo", "getblockcount", "getmininginfo", "get_info",
                             "get_last_block_header", "engine_newPayloadV3", "eth_syncing"}) {
    EXPECT_EQ(class_of(call(method)), RelatedClass::node_rpc) << method;
  }
}

TEST(JsonRelated, WalletsAndWeb3ClientsAreNamed) {
  for (const char* method : {"getbalance", "listunspent", "get_balance", "transfer_split",
                             "eth_blockNumber", "eth_getBalance", "eth_sendRawTransaction",
                             "web3_clientVersion", "blockchain.scripthash.subscribe"}) {
    EXPECT_EQ(class_of(call(method)), RelatedClass::wallet) << method;
  }
}

TEST(JsonRelated, AnyOtherCallIsJsonRpc) {
  EXPECT_EQ(class_of(call("textDocument/hover")), RelatedClass::json_rpc);
  EXPECT_EQ(class_of(R"({"id":7,"method":"add","params":[1,2]})"), RelatedClass::json_rpc);
  EXPECT_EQ(class_of(R"({"id":7,"result":3})"), RelatedClass::json_rpc);
}

TEST(JsonRelated, JsonThatIsNoCallIsNothing) {
  EXPECT_EQ(class_of(R"({"temperature":21.5,"room":"b12"})"), RelatedClass::none);
  EXPECT_EQ(class_of(R"({"type":"chat","text":"hello"})"), RelatedClass::none);
}

TEST(JsonRelated, TheMoreExactNameStays) {
  test::JsonTalk talk;
  talk.miner(call("rpc.discover"));
  talk.miner(call("eth_chainId"));
  talk.miner(call("rpc.discover"));
  EXPECT_EQ(talk.record.related, RelatedClass::wallet);
  EXPECT_EQ(talk.record.related_rule, "Ethereum web3 client");
}

}  // namespace
}  // namespace davy::flow
