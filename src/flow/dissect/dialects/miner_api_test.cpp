#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::JsonTalk;

TEST(MinerApi, IsNamedAndIsNoMining) {
  ContentTalk talk;
  talk.client("GET /2/summary HTTP/1.1\r\nHost: 10.0.0.7:8080\r\nUser-Agent: curl/7.88\r\n\r\n");
  talk.reply(
      R"({"id":"a1","worker_id":"desk7","version":"6.21.0","ua":"XMRig/6.21.0","results":{"shares_good":3},)"
      R"("connection":{"pool":"pool.example:3333"},"hashrate":{"total":[5000.1,4990.2,null]}})");
  EXPECT_TRUE(talk.quiet());
  EXPECT_EQ(talk.record.related, RelatedClass::miner_api);
  EXPECT_EQ(talk.record.agent, "XMRig/6.21.0");
}

TEST(MinerApi, BareSocketsAnswerToo) {
  for (
      const char* answer :
      {R"({"STATUS":[{"STATUS":"S"}],"SUMMARY":[{"MHS av":14000}],"id":1})",
       R"({"STATUS":[{"STATUS":"S"}],"POOLS":[{"URL":"stratum+tcp://pool.example:3333"}],"id":1})"}) {
    JsonTalk talk;
    talk.miner(R"({"command":"summary"})");
    talk.pool(answer);
    EXPECT_TRUE(talk.quiet());
    EXPECT_EQ(talk.record.related, RelatedClass::miner_api) << answer;
  }
}

TEST(MinerApi, AnotherServicesStatusIsNoMinersInterface) {
  JsonTalk talk;
  talk.miner(R"({"command":"summary"})");
  talk.pool(R"({"STATUS":"ok","SUMMARY":"all printers idle"})");
  EXPECT_NE(talk.record.related, RelatedClass::miner_api);
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
