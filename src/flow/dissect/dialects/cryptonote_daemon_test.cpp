#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::hex_digits;

const std::string asked =
    R"({"id":"0","jsonrpc":"2.0","method":"getblocktemplate","params":{"wallet_address":"4)" +
    std::string(94, 'A') + R"(","extra_nonce":"00"}})";
const std::string given = R"({"id":"0","jsonrpc":"2.0","result":{"blocktemplate_blob":")" +
                          hex_digits(300) +
                          R"(","difficulty":340000000000,"height":3000000,"seed_hash":")" +
                          hex_digits(64) + R"(","status":"OK"}})";

TEST(CryptonoteDaemon, IsRecognisedAndItsWorkRead) {
  ContentTalk talk;
  talk.post(asked);
  talk.reply(given);
  talk.post(R"({"id":"1","jsonrpc":"2.0","method":"submitblock","params":[")" + hex_digits(300) +
            R"("]})");
  EXPECT_TRUE(talk.is("cryptonote-daemon"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 340e9);
  EXPECT_EQ(talk.record.coin, "XMR");
  EXPECT_EQ(talk.count(job), 1u);
  EXPECT_EQ(talk.count(share), 1u);
}

TEST(CryptonoteDaemon, AWalletThatAsksTheDaemonStaysQuiet) {
  ContentTalk talk;
  talk.post(R"({"id":"0","jsonrpc":"2.0","method":"get_info"})");
  talk.reply(
      R"({"id":"0","jsonrpc":"2.0","result":{"height":3000000,"difficulty":340000000000,"status":"OK"}})");
  EXPECT_TRUE(talk.quiet());
  EXPECT_EQ(talk.record.related, RelatedClass::node_rpc);
}

}  // namespace
}  // namespace davy::flow
