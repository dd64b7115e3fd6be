#include "flow/dissect/unlisted.hpp"

#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::JsonTalk;

std::string work(int job, std::string_view more = R"(,"target":"00000fff")") {
  return R"({"method":"quark.work","params":{"job_id":"j)" + std::to_string(job) +
         R"(","header":")" + hex_digits(80) + '"' + std::string(more) + "}}";
}
std::string solved(int id, int job, std::string_view nonce = R"(,"nonce":"16d7ee91f95a6bba")") {
  return R"({"id":)" + std::to_string(id) + R"(,"method":"quark.submit","params":{"job_id":"j)" +
         std::to_string(job) + '"' + std::string(nonce) + "}}";
}

class Unlisted : public testing::Test, public JsonTalk {
 protected:
  void talk(std::string_view with_job, std::string_view with_share) {
    for (int i = 1; i <= 4; ++i) {
      pool(work(i, with_job));
      miner(solved(i, i, with_share));
      pool(R"({"id":)" + std::to_string(i) + R"(,"result":true})");
    }
  }
};

TEST_F(Unlisted, JobsThatComeBackWithANonceAreMining) {
  talk(R"(,"target":"00000fff")", R"(,"nonce":"16d7ee91f95a6bba")");
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_TRUE(record.miner_spoke);
  EXPECT_EQ(record.miner_sends, Direction::forward);
  EXPECT_EQ(count(job), 4u);
  EXPECT_EQ(count(share), 4u);
}

TEST_F(Unlisted, WithoutADifficultyItIsAJobQueue) {
  talk("", R"(,"nonce":"16d7ee91f95a6bba")");
  EXPECT_TRUE(quiet());
}

TEST_F(Unlisted, WithoutANonceItIsAJobQueue) {
  talk(R"(,"target":"00000fff")", R"(,"state":"done")");
  EXPECT_TRUE(quiet());
}

TEST_F(Unlisted, IdentifiersThatWereNeverSentAreNoShares) {
  for (int i = 1; i <= 4; ++i) {
    pool(work(i));
    miner(solved(i, i + 100));
  }
  EXPECT_TRUE(quiet());
}

TEST_F(Unlisted, OneSideAloneIsNothing) {
  for (int i = 1; i <= 4; ++i) {
    miner(work(i));
    miner(solved(i, i));
  }
  EXPECT_TRUE(quiet());
}

TEST_F(Unlisted, WorkOfFewDigitsIsNoWork) {
  for (int i = 1; i <= 4; ++i) {
    pool(R"({"method":"task.new","params":{"job_id":"j)" + std::to_string(i) +
         R"(","target":"paris","checksum":"0a1b"}})");
    miner(solved(i, i));
  }
  EXPECT_TRUE(quiet());
}

}  // namespace
}  // namespace davy::flow
