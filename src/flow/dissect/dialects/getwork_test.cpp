#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::hex_digits;

const std::string asked = R"({"method":"getwork","params":[],"id":0})";
const std::string given = R"({"result":{"midstate":")" + hex_digits(64) + R"(","data":")" +
                          hex_digits(256) + R"(","target":")" + std::string(56, 'f') +
                          R"(00000000"},"error":null,"id":0})";

TEST(Getwork, IsRecognisedAndItsWorkRead) {
  ContentTalk talk;
  talk.post(asked,
            "User-Agent: cgminer 2.8.7\r\nX-Mining-Extensions: longpoll midstate rollntime\r\n");
  talk.reply(given, "X-Long-Polling: /lp\r\nX-Roll-NTime: expire=120\r\n");
  talk.post(R"({"method":"getwork","params":[")" + hex_digits(256) + R"("],"id":1})");
  talk.reply(R"({"result":true,"error":null,"id":1})");
  EXPECT_TRUE(talk.is("getwork"));
  EXPECT_DOUBLE_EQ(*talk.record.hashes_per_share, 0x1p32);
  EXPECT_EQ(talk.record.agent, "cgminer 2.8.7");
  EXPECT_EQ(talk.record.pool, "pool.example:8332");
  EXPECT_EQ(talk.record.shares.submitted, 1u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
}

TEST(Getwork, ARefusedShareIsRejected) {
  ContentTalk talk;
  talk.post(asked);
  talk.reply(given);
  talk.post(R"({"method":"getwork","params":[")" + hex_digits(256) + R"("],"id":1})");
  talk.reply(R"({"result":false,"error":null,"id":1})");
  EXPECT_EQ(talk.record.shares.rejected, 1u);
}

TEST(Getwork, HomeworkThatIsFetchedIsNotSureOfIt) {
  ContentTalk talk;
  talk.post(R"({"method":"getwork","params":{"course":"algebra"},"id":1})");
  talk.reply(R"({"result":{"data":"exercise 7","target":"2026-03-01"},"id":1})");
  for (const Evidence& e : talk.record.evidence) EXPECT_LT(e.strength_nats, 8) << e.rule;
}

}  // namespace
}  // namespace davy::flow
