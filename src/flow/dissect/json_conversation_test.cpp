#include "flow/dissect/json_conversation.hpp"

#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_beginning.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

const std::string subscribe = R"({"id":1,"method":"mining.subscribe","params":["cgminer/4.12"]})";
const std::string subscribed =
    R"({"id":1,"result":[[["mining.notify","ae68"]],"08000002",4],"error":null})";
const std::string authorize = R"({"id":2,"method":"mining.authorize","params":["alice.rig1","x"]})";
const std::string set_difficulty =
    R"({"id":null,"method":"mining.set_difficulty","params":[1024]})";
std::string submit(int id) {
  return R"({"id":)" + std::to_string(id) +
         R"(,"method":"mining.submit","params":["alice.rig1","bf","00000001","504e86ed","b2957c02"]})";
}
std::string answer(int id, bool yes) {
  return R"({"id":)" + std::to_string(id) +
         (yes ? R"(,"result":true,"error":null})"
              : R"(,"result":null,"error":[23,"Low difficulty",null]})");
}
std::string notify() {
  return R"({"id":null,"method":"mining.notify","params":["bf",")" + hex_digits(64) +
         R"(","01000000","ffffffff",[")" + hex_digits(64) +
         R"("],"20000000","1705ae3a","504e86b9",true]})";
}

class JsonConversationTest : public testing::Test, public JsonTalk {};

TEST_F(JsonConversationTest, AWholeConversationIsCounted) {
  miner(subscribe);
  pool(subscribed);
  miner(authorize);
  pool(answer(2, true));
  pool(set_difficulty);
  pool(notify());
  miner(submit(4));
  pool(answer(4, true));
  miner(submit(5));
  pool(answer(5, false));
  EXPECT_TRUE(is("stratum-v1"));
  EXPECT_EQ(count(hello), 2u);
  EXPECT_EQ(count(login), 1u);
  EXPECT_EQ(count(login_accepted), 1u);
  EXPECT_EQ(count(difficulty), 1u);
  EXPECT_EQ(count(job), 1u);
  EXPECT_EQ(record.shares.submitted, 2u);
  EXPECT_EQ(record.shares.accepted, 1u);
  EXPECT_EQ(record.shares.rejected, 1u);
  EXPECT_DOUBLE_EQ(*record.hashes_per_share, 1024 * 0x1p32);
  EXPECT_EQ(record.agent, "cgminer/4.12");
  EXPECT_EQ(record.login, "alice");
  EXPECT_EQ(record.worker, "rig1");
}

TEST_F(JsonConversationTest, AnswersFindTheirRequestsByIdInAnyOrder) {
  miner(authorize);
  miner(submit(7));
  miner(submit(8));
  pool(answer(8, false));
  pool(answer(2, true));
  pool(answer(7, true));
  EXPECT_EQ(count(login_accepted), 1u);
  EXPECT_EQ(record.shares.accepted, 1u);
  EXPECT_EQ(record.shares.rejected, 1u);
}

TEST_F(JsonConversationTest, IdsAreUsedAgain) {
  miner(R"({"id":1,"method":"mining.authorize","params":["alice","x"]})");
  pool(answer(1, true));
  for (int i = 0; i < 40; ++i) {
    miner(submit(1));
    pool(answer(1, i % 4 != 0));
  }
  EXPECT_EQ(count(login_accepted), 1u);
  EXPECT_EQ(record.shares.accepted, 30u);
  EXPECT_EQ(record.shares.rejected, 10u);
}

TEST_F(JsonConversationTest, TextIdsPairToo) {
  miner(R"({"id":"a-1","method":"mining.authorize","params":["alice","x"]})");
  pool(R"({"id":"a-1","result":false,"error":null})");
  EXPECT_EQ(count(login_refused), 1u);
  EXPECT_TRUE(record.pool_spoke);
}

TEST_F(JsonConversationTest, AnswersWithoutTheirRequestCountOnlyInAConversationOfMining) {
  pool(answer(4, true));
  pool(answer(5, true));
  EXPECT_TRUE(quiet());
  EXPECT_EQ(record.shares.accepted, 0u);
  pool(notify());
  pool(answer(6, true));  // the login's, most likely
  pool(answer(7, true));
  pool(answer(8, false));
  EXPECT_EQ(record.shares.accepted, 1u);
  EXPECT_EQ(record.shares.rejected, 1u);
}

TEST_F(JsonConversationTest, ABatchIsManyMessages) {
  miner("[" + subscribe + "," + authorize + "]");
  pool("[" + subscribed + "," + answer(2, true) + "]");
  EXPECT_EQ(count(hello), 2u);
  EXPECT_EQ(count(login), 1u);
  EXPECT_EQ(count(login_accepted), 1u);
}

TEST_F(JsonConversationTest, MethodNamesAndKeysMayBeEscaped) {
  miner(
      R"({"id":4,"method":"mining.\u0073ubmit","params":["a","bf","00000001","504e86ed","b2957c02"]})");
  miner(
      R"({"id":5,"\u006dethod":"mining.submit","params":["a","bf","00000001","504e86ed","b2957c02"]})");
  EXPECT_EQ(record.shares.submitted, 2u);
}

TEST_F(JsonConversationTest, TheOrderOfKeysAndWhiteSpaceAreFree) {
  miner(
      "{ \"params\" : [ \"alice.rig1\" , \"x\" ] ,\t\"method\" : \"mining.authorize\" ,\r\n \"id\" "
      ": 2 }");
  pool(R"({"error":null,"result":true,"id":2})");
  EXPECT_EQ(count(login), 1u);
  EXPECT_EQ(count(login_accepted), 1u);
  EXPECT_EQ(record.login, "alice");
}

TEST_F(JsonConversationTest, AnEchoProvesNothing) {
  for (const std::string& text : {subscribe, authorize, submit(4), submit(5)}) {
    miner(text);
    pool(text);
  }
  EXPECT_TRUE(record.miner_spoke);
  EXPECT_FALSE(record.pool_spoke);
  EXPECT_EQ(record.shares.submitted, 2u);
}

TEST_F(JsonConversationTest, OneDirectionIsEnoughForTheSideThatItHolds) {
  miner(subscribe);
  miner(authorize);
  miner(submit(4));
  EXPECT_TRUE(record.miner_spoke);
  EXPECT_FALSE(record.pool_spoke);
  EXPECT_EQ(record.miner_sends, Direction::forward);
  JsonTalk other;
  other.pool(subscribed);
  other.pool(set_difficulty);
  other.pool(notify());
  EXPECT_TRUE(other.record.pool_spoke);
  EXPECT_FALSE(other.record.miner_spoke);
  EXPECT_EQ(other.record.miner_sends, Direction::forward);
}

TEST_F(JsonConversationTest, TheMinerMayBeTheSideThatWasConnectedTo) {
  say(Direction::reverse, subscribe + "\n");
  say(Direction::forward, subscribed + "\n");
  say(Direction::reverse, submit(4) + "\n");
  EXPECT_EQ(record.miner_sends, Direction::reverse);
}

TEST_F(JsonConversationTest, AnAnswerFromTheSameSideAnswersNothing) {
  miner(submit(4));
  miner(answer(4, true));
  EXPECT_FALSE(record.pool_spoke);
}

TEST_F(JsonConversationTest, AMessageMayComeInPiecesOrManyInOne) {
  const std::string all = subscribe + "\n" + authorize + "\n" + submit(4) + submit(5);
  for (const char octet : all) say(Direction::forward, std::string(1, octet));
  EXPECT_EQ(count(login), 1u);
  EXPECT_EQ(record.shares.submitted, 2u);
  JsonTalk other;
  other.say(Direction::forward, all);
  EXPECT_EQ(other.count(login), 1u);
  EXPECT_EQ(other.record.shares.submitted, 2u);
}

TEST_F(JsonConversationTest, AGapEndsAMessageAndTheNextIsReadAgain) {
  say(Direction::forward, R"({"id":1,"method":"mining.autho)");
  dissector.gap(Direction::forward, 100, out);
  say(Direction::forward, R"(rams":["a"]})"
                          "\n" +
                              submit(4) + "\n");
  EXPECT_EQ(record.shares.submitted, 1u);
  EXPECT_EQ(record.login, "");
}

TEST_F(JsonConversationTest, DamageIsCountedAndSkippedToTheNextLine) {
  miner("{\"id\":1,,\"method\":\"mining.authorize\"}");
  miner("not JSON at all");
  miner(std::string(100, '['));
  miner(submit(4));
  EXPECT_EQ(record.shares.submitted, 1u);
  EXPECT_EQ(malformed[Malformed::json], 1u);
  EXPECT_EQ(malformed[Malformed::json_bound], 1u);
}

TEST_F(JsonConversationTest, AMessageBeyondTheBoundIsCutAndCounted) {
  say(Direction::forward, R"({"id":1,"method":"say","params":[")");
  for (int i = 0; i < 100; ++i) say(Direction::forward, std::string(1400, 'a'));
  say(Direction::forward, "\"]}\n" + submit(4) + "\n");
  EXPECT_GE(malformed[Malformed::json_bound], 1u);
  EXPECT_EQ(record.shares.submitted, 1u);
}

TEST_F(JsonConversationTest, WhatSaysNothingOfMiningIsGivenUp) {
  for (int i = 0; i < 40 && !dissector.gave_up(); ++i)
    miner(R"({"id":1,"method":"chat.send","params":["hello"]})");
  EXPECT_TRUE(dissector.gave_up());
  EXPECT_TRUE(quiet());
}

TEST_F(JsonConversationTest, WhatSpeaksOfMiningIsNotGivenUp) {
  miner(subscribe);
  for (int i = 0; i < 100; ++i) miner(R"({"id":1,"method":"chat.send","params":["hello"]})");
  EXPECT_FALSE(dissector.gave_up());
}

TEST(BeginsAsJson, IsStrictAboutWhatFollowsTheBrace) {
  for (const char* yes : {"{\"id\"", " {\"", "\r\n\t{ \"a", "[{\"id\"", "{}", "{", "[ { \""}) {
    EXPECT_TRUE(begins_as_json(as_bytes(yes))) << yes;
  }
  for (const char* no : {"", "id", "{id", "{'a'", "[1", "[\"a\"", "{{", "GET / HTTP",
                         "                    {\"a\""}) {
    EXPECT_FALSE(begins_as_json(as_bytes(no))) << no;
  }
}

// Work that is pushed again and again is taken on trust by how it is built; what is built otherwise never is.
TEST_F(JsonConversationTest, TrustInPushedWorkDoesNotReachOtherAnswers) {
  const std::string work = "\"0x" + hex_digits(64) + "\"";
  miner(
      R"({"id":1,"method":"eth_submitLogin","params":["0x00192fb10df37c9fb26829eb2cc623cd1bf599e8"]})");
  pool(R"({"id":1,"jsonrpc":"2.0","result":true})");
  const std::string pushed =
      R"({"id":0,"jsonrpc":"2.0","result":[)" + work + "," + work + "," + work + "]}";
  for (int i = 0; i < 8; ++i) pool(pushed);
  EXPECT_EQ(count(job), 8u);
  pool(R"({"id":0,"jsonrpc":"2.0","result":true})");
  pool(R"({"id":0,"jsonrpc":"2.0","result":[1,2,3]})");
  pool(R"({"id":0,"jsonrpc":"2.0","result":[]})");
  pool(R"({"id":0,"jsonrpc":"2.0","result":{"status":"OK"}})");
  pool(R"({"id":0,"jsonrpc":"2.0","result":null})");
  EXPECT_EQ(count(job), 8u);
}

}  // namespace
}  // namespace davy::flow
