#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

const std::string work =
    R"({"blob":")" + hex_digits(152) +
    R"(","job_id":"j1","target":"b88d0600","algo":"rx/0","height":3000000,"seed_hash":")" +
    hex_digits(64) + R"("})";

TEST(Cryptonote, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"4)" +
             std::string(94, 'A') +
             R"(","pass":"x","agent":"XMRig/6.21.0","rigid":"desk7","algo":["rx/0"]}})");
  talk.pool(R"({"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"s1","job":)" + work +
            R"(,"status":"OK"}})");
  talk.miner(
      R"({"id":2,"jsonrpc":"2.0","method":"submit","params":{"id":"s1","job_id":"j1","nonce":"d0030040","result":")" +
      hex_digits(64) + R"("}})");
  talk.pool(R"({"id":2,"jsonrpc":"2.0","error":null,"result":{"status":"OK"}})");
  talk.pool(R"({"jsonrpc":"2.0","method":"job","params":)" + work + "}");
  talk.miner(
      R"({"id":3,"jsonrpc":"2.0","method":"submit","params":{"id":"s1","job_id":"j1","nonce":"d1030040","result":")" +
      hex_digits(64) + R"("}})");
  talk.pool(R"({"id":3,"jsonrpc":"2.0","error":{"code":-1,"message":"Low difficulty share"}})");
  EXPECT_TRUE(talk.is("cryptonote"));
  EXPECT_NEAR(*talk.record.hashes_per_share, 10000, 0.02);
  EXPECT_EQ(talk.record.coin, "XMR");
  EXPECT_EQ(talk.record.algorithm, "rx/0");
  EXPECT_EQ(talk.record.agent, "XMRig/6.21.0");
  EXPECT_EQ(talk.record.worker, "desk7");
  EXPECT_EQ(talk.record.shares.submitted, 2u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
  EXPECT_EQ(talk.record.shares.rejected, 1u);
}

TEST(Cryptonote, APoolThatRefusesTheLoginIsAPool) {
  JsonTalk talk;
  talk.miner(
      R"({"id":1,"method":"login","params":{"login":"nobody","pass":"x","agent":"XMRig/6.21.0"}})");
  talk.pool(R"({"id":1,"jsonrpc":"2.0","error":{"code":-1,"message":"Invalid address"}})");
  EXPECT_EQ(talk.count(login_refused), 1u);
  EXPECT_TRUE(talk.record.pool_spoke);
}

TEST(Cryptonote, AnyOtherLoginAndSubmitAreNotSureOfIt) {
  JsonTalk talk;
  talk.miner(
      R"({"id":1,"method":"login","params":{"login":"alice","pass":"secret","agent":"shop/2.1"}})");
  talk.pool(R"({"id":1,"result":{"status":"OK"}})");
  talk.miner(R"({"id":2,"method":"submit","params":{"job_id":"print-7","result":"done"}})");
  for (const Evidence& e : talk.record.evidence) EXPECT_LT(e.strength_nats, 8) << e.rule;
}

}  // namespace
}  // namespace davy::flow
