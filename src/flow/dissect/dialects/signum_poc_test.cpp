#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::hex_digits;

TEST(SignumPoc, IsRecognised) {
  ContentTalk talk;
  talk.client(
      "GET /burst?requestType=getMiningInfo HTTP/1.1\r\nHost: pool.example:8124\r\nUser-Agent: "
      "scavenger/1.8.0\r\n\r\n");
  talk.reply(R"({"generationSignature":")" + hex_digits(64) +
             R"(","baseTarget":"70000","height":"1200000","targetDeadline":86400})");
  talk.client(
      "POST "
      "/burst?requestType=submitNonce&accountId=1234567890123456789&nonce=987654321&blockheight="
      "1200000 HTTP/1.1\r\n"
      "Host: pool.example:8124\r\nContent-Length: 0\r\n\r\n");
  talk.reply(R"({"result":"success","deadline":12345})");
  EXPECT_TRUE(talk.is("signum-poc"));
  EXPECT_EQ(talk.record.agent, "scavenger/1.8.0");
  EXPECT_EQ(talk.record.login, "1234567890123456789");
  EXPECT_EQ(talk.record.shares.submitted, 1u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(SignumPoc, AWalletOfTheSameNodeStaysQuiet) {
  ContentTalk talk;
  talk.client(
      "GET /burst?requestType=getBalance&account=1234567890123456789 HTTP/1.1\r\nHost: "
      "node.example:8125\r\n\r\n");
  talk.reply(R"({"balanceNQT":"100","requestProcessingTime":1})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
