#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(Grin, IsRecognised) {
  std::string cycle = "[1";
  for (int i = 2; i <= 42; ++i) cycle += "," + std::to_string(i * 1000);
  JsonTalk talk;
  talk.miner(
      R"({"id":"1","jsonrpc":"2.0","method":"login","params":{"login":"alice.rig","pass":"x","agent":"grin-miner"}})");
  talk.pool(R"({"id":"1","jsonrpc":"2.0","method":"login","result":"ok","error":null})");
  talk.miner(R"({"id":"2","jsonrpc":"2.0","method":"getjobtemplate","params":null})");
  talk.pool(R"({"id":"2","jsonrpc":"2.0","method":"getjobtemplate","result":{"pre_pow":")" +
            hex_digits(490) + R"(","difficulty":1,"height":16375,"job_id":5},"error":null})");
  talk.miner(
      R"({"id":"3","jsonrpc":"2.0","method":"submit","params":{"edge_bits":32,"height":16375,"job_id":5,"nonce":8895699060858340771,"pow":)" +
      cycle + "]}}");
  talk.pool(R"({"id":"3","jsonrpc":"2.0","method":"submit","result":"ok","error":null})");
  talk.miner(
      R"({"id":"4","jsonrpc":"2.0","method":"submit","params":{"edge_bits":32,"height":16375,"job_id":5,"nonce":8895699060858340772,"pow":)" +
      cycle + "]}}");
  talk.pool(
      R"({"id":"4","jsonrpc":"2.0","method":"submit","error":{"code":-32501,"message":"Share rejected due to low difficulty"}})");
  EXPECT_TRUE(talk.is("grin"));
  EXPECT_EQ(talk.record.agent, "grin-miner");
  EXPECT_EQ(talk.record.login, "alice");
  EXPECT_EQ(talk.count(job), 1u);
  EXPECT_EQ(talk.record.shares.submitted, 2u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
  EXPECT_EQ(talk.record.shares.rejected, 1u);
}

TEST(Grin, AFormThatIsSubmittedIsNotSureOfIt) {
  JsonTalk talk;
  talk.miner(R"({"id":"3","method":"submit","params":{"nonce":5,"answers":[1,2,3]}})");
  talk.pool(R"({"id":"3","method":"submit","result":"ok"})");
  EXPECT_LT(talk.record.strength_nats, 8);
}

}  // namespace
}  // namespace davy::flow
