#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

TEST(Beam, IsRecognisedAndItsWorkRead) {
  JsonTalk talk;
  talk.miner(R"({"method":"login","api_key":")" + hex_digits(66) +
             R"(.rig1","id":"login","jsonrpc":"2.0"})");
  talk.pool(
      R"({"code":0,"description":"Login successful","id":"login","jsonrpc":"2.0","method":"result","nonceprefix":"21d7a4"})");
  talk.pool(R"({"difficulty":96468992,"height":2900001,"id":"1","input":")" + hex_digits(64) +
            R"(","jsonrpc":"2.0","method":"job","nonceprefix":"21d7a4"})");
  talk.miner(R"({"method":"solution","id":"1","nonce":"21d7a44b5a1cbdde","output":")" +
             hex_digits(208) + R"("})");
  talk.pool(R"({"code":1,"description":"accepted","id":"1","jsonrpc":"2.0","method":"result"})");
  EXPECT_TRUE(talk.is("beam"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 56);
  EXPECT_EQ(talk.record.worker, "rig1");
  EXPECT_EQ(talk.record.shares.submitted, 1u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(Beam, AJobServiceOfTheSameWordsIsNotSureOfIt) {
  JsonTalk talk;
  talk.miner(R"({"method":"login","api_key":"translator-7","id":"login"})");
  talk.pool(R"({"code":0,"description":"welcome","id":"login","method":"result"})");
  talk.pool(R"({"method":"job","id":"1","input":"Guten Tag","difficulty":2})");
  talk.miner(R"({"method":"solution","id":"1","output":"Good day"})");
  EXPECT_LT(talk.record.strength_nats, 8);
  EXPECT_FALSE(talk.record.hashes_per_share);
}

}  // namespace
}  // namespace davy::flow
