#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(Coinhive, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(
      R"({"type":"auth","params":{"site_key":"K3yOfASite","type":"anonymous","user":null,"goal":0}})");
  talk.pool(R"({"type":"authed","params":{"token":"","hashes":0}})");
  talk.pool(R"({"type":"job","params":{"job_id":"j1","blob":")" + hex_digits(152) +
            R"(","target":"ffffff00"}})");
  talk.miner(R"({"type":"submit","params":{"job_id":"j1","nonce":"0000a1b2","result":")" +
             hex_digits(64) + R"("}})");
  talk.pool(R"({"type":"hash_accepted","params":{"hashes":256}})");
  EXPECT_TRUE(talk.is("coinhive"));
  EXPECT_NEAR(*talk.record.hashes_per_share, 256, 1e-3);
  EXPECT_EQ(talk.record.login, "K3yOfASite");
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(Coinhive, TypedMessagesOfAPageStayQuiet) {
  JsonTalk talk;
  talk.miner(R"({"type":"auth","params":{"token":"abc"}})");
  talk.pool(R"({"type":"job","params":{"job_id":"j1","state":"queued"}})");
  talk.miner(R"({"type":"submit","params":{"form":"order","nonce":"1a2b"}})");
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
