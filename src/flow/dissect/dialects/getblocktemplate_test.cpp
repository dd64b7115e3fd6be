#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::hex_digits;

TEST(Getblocktemplate, IsRecognisedAndItsWorkRead) {
  ContentTalk talk;
  talk.post(
      R"({"id":0,"method":"getblocktemplate","params":[{"capabilities":["coinbasetxn","workid"],"rules":["segwit"]}]})",
      "User-Agent: cgminer 4.12.1\r\n");
  talk.reply(R"({"id":0,"result":{"version":536870912,"previousblockhash":")" + hex_digits(64) +
             R"(","transactions":[],"coinbasevalue":312500000,"target":"00000000ffff)" +
             std::string(52, '0') +
             R"(","bits":"1705ae3a","curtime":1770000000,"height":880000},"error":null})");
  talk.post(R"({"id":1,"method":"submitblock","params":[")" + hex_digits(400) + R"("]})");
  EXPECT_TRUE(talk.is("getblocktemplate"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32 * 65536 / 65535);
  EXPECT_EQ(talk.count(job), 1u);
  EXPECT_EQ(talk.count(share), 1u);
}

TEST(Getblocktemplate, ANodesFiguresStayQuiet) {
  ContentTalk talk;
  talk.post(R"({"id":0,"method":"getmininginfo","params":[]})");
  talk.reply(
      R"({"id":0,"result":{"blocks":880000,"difficulty":1.1e14,"networkhashps":8e20},"error":null})");
  EXPECT_TRUE(talk.quiet());
  EXPECT_EQ(talk.record.related, RelatedClass::node_rpc);
}

}  // namespace
}  // namespace davy::flow
