#include "flow/dissect/unlisted.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::hex_digits;
using test::joined;
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

// 45 octets in base64.
std::string base64(int seed) {
  return "Zm9yZ2VkIHdvcms" + std::to_string(1000 + seed) +
         "3aQx9LkVtR2nPzYw8sBdEfGhJkMn7uCvXq4T5y6Wa";
}

TEST_F(Unlisted, WorkAndNonceMayBeInBase64) {
  for (int i = 1; i <= 3; ++i) {
    const std::string id = std::to_string(i);
    pool(R"({"cmd":"new_work","work_id":")" + id + R"(","header":")" + base64(i) +
         R"(","target":")" + base64(i + 10) + R"("})");
    miner(R"({"cmd":"result","work_id":")" + id + R"(","nonce":"q83vEjRWeJA="})");
    pool(R"({"cmd":"result_ack","ok":true})");
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_TRUE(out.is_mining());
  EXPECT_EQ(record.miner_sends, Direction::forward);
}

TEST_F(Unlisted, WorkAndNonceMayBeListsOfOctets) {
  const std::string seed =
      "[1,22,255,0,7,9,31,44,1,22,255,0,7,9,31,44,1,22,255,0,7,9,31,44,1,22,255,0,7,9,31,44]";
  for (int i = 1; i <= 3; ++i) {
    const std::string id = std::to_string(70 + i);
    pool(joined(
        {R"({"method":"miner.job","params":{"job":)", id, R"(,"seed":)", seed, R"(,"bits":20}})"}));
    miner(R"({"id":1,"method":"miner.answer","params":{"job":)" + id +
          R"(,"nonce":[4,200,31,9,77,0,1,2]}})");
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_TRUE(out.is_mining());
}

// Members of a list of octets are no identifiers, though a job has the number of one.
TEST_F(Unlisted, OctetsInAListAreNoIdentifiers) {
  for (int i = 1; i <= 3; ++i) {
    pool(R"({"method":"work","params":{"job":7,"seed":")" + hex_digits(64) +
         R"(","target":"0000ffff"}})");
    miner(R"({"id":1,"method":"submit","params":{"data":[7,7,7,7],"sum":"16d7ee91"}})");
  }
  EXPECT_TRUE(quiet());
}

class WithoutWords : public Unlisted {
 protected:
  void job(int i, std::string_view difficulty) {
    pool(R"({"jobid":"17.)" + std::to_string(i) + R"(.notified","blockhashing_blob":")" +
         hex_digits(96) + '"' + std::string(difficulty) + "}");
  }
  void answer(int i, std::string_view more) {
    miner(R"({"jobid":"17.)" + std::to_string(i) + R"(.notified")" + std::string(more) + "}");
  }
};

TEST_F(WithoutWords, ABlockAsLongAsTheJobsIsAShare) {
  for (int i = 1; i <= 3; ++i) {
    job(i, R"(,"difficulty":"234567890","height":12)");
    answer(i, R"(,"mbl_blob":")" + hex_digits(96) + '"');
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_EQ(record.miner_sends, Direction::forward);
  EXPECT_EQ(count(share), 3u);
}

TEST_F(WithoutWords, ANamedNonceIsAShare) {
  for (int i = 1; i <= 3; ++i) {
    job(i, R"(,"target":"0000ffff")");
    answer(i, R"(,"nonce":1234567)");
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_EQ(count(share), 3u);
}

// Nobody says that this is mining, so no side is said to have spoken as what it is: an unmistakable structure, no more.
TEST_F(WithoutWords, ItIsAStructure) {
  for (int i = 1; i <= 3; ++i) {
    job(i, R"(,"target":"0000ffff")");
    answer(i, R"(,"nonce":1234567)");
    pool(R"({"accepted":false})");
  }
  EXPECT_TRUE(record.unmistakable);
  EXPECT_FALSE(record.miner_spoke);
  EXPECT_FALSE(record.pool_spoke);
  EXPECT_EQ(record.miner_sends, Direction::forward);
}

TEST_F(WithoutWords, OneJobIsNotEnough) {
  job(1, R"(,"target":"0000ffff")");
  answer(1, R"(,"nonce":1234567)");
  EXPECT_TRUE(quiet());
}

TEST_F(WithoutWords, WithoutADifficultyItIsAJobQueue) {
  for (int i = 1; i <= 3; ++i) {
    job(i, R"(,"targetId":12345678,"priority":3)");
    answer(i, R"(,"nonce":"16d7ee91f95a6bba")");
  }
  EXPECT_TRUE(quiet());
}

TEST_F(WithoutWords, ADigestThatComesBackIsNoNonce) {
  for (int i = 1; i <= 3; ++i) {
    pool(R"({"task_id":")" + std::to_string(i) + R"(","sha1":")" + hex_digits(40) +
         R"(","target":12345678})");
    miner(R"({"task_id":")" + std::to_string(i) + R"(","sha1":")" + hex_digits(40) + R"("})");
  }
  EXPECT_TRUE(quiet());
}

TEST_F(WithoutWords, TheFirstJobMayComeWithTheLogin) {
  for (int i = 1; i <= 2; ++i) {
    const std::string id = std::to_string(i);
    miner(R"({"id":)" + id + R"(,"method":"login","params":["someone"]})");
    pool(joined({R"({"id":)", id, R"(,"result":{"job_id":"ab)", id, R"(","header":")",
                 hex_digits(80), R"(","target":"0000ffff"}})"}));
    miner(R"({"id":9,"method":"found","params":{"job_id":"ab)" + id + R"(","nonce":"16d7ee91"}})");
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_TRUE(out.is_mining());
}

// Stratum's words, with objects for arrays.
TEST_F(Unlisted, WordsOfAFamilyInAFormOfTheirOwn) {
  miner(R"({"id":1,"method":"mining.subscribe","params":{"agent":"x/1"}})");
  for (int i = 1; i <= 3; ++i) {
    const std::string id = std::to_string(i);
    pool(R"({"id":null,"method":"mining.notify","params":{"job_id":")" + id + R"(","header":")" +
         hex_digits(160) + R"(","target":")" + hex_digits(64) + R"("}})");
    miner(R"({"id":)" + std::to_string(i + 5) +
          R"(,"method":"mining.submit","params":{"worker":"a.w","job_id":")" + id +
          R"(","nonce":"16d7ee91"}})");
    pool(R"({"id":)" + std::to_string(i + 5) + R"(,"result":true,"error":null})");
  }
  EXPECT_EQ(record.dialect, "stratum-v1");
  EXPECT_TRUE(record.miner_spoke);
  EXPECT_TRUE(record.pool_spoke);
  EXPECT_EQ(count(share), 3u);
  EXPECT_EQ(count(share_accepted), 3u);
}

TEST_F(Unlisted, EventsAreAWordAndAnObject) {
  for (int i = 1; i <= 3; ++i) {
    const std::string id = std::to_string(i);
    pool(R"(["new job",{"id":"j)" + id + R"(","header":")" + hex_digits(80) +
         R"(","target":"0000ffff"}])");
    miner(R"(["share",{"id":"j)" + id + R"(","nonce":"16d7ee91"}])");
  }
  EXPECT_EQ(record.dialect, "unlisted");
  EXPECT_TRUE(out.is_mining());
}

// Each message has a connection of its own: what is one here would be two flows there.
TEST_F(Unlisted, HalvesLeaveMarks) {
  pool(R"({"workId":"a1","header":")" + hex_digits(160) + R"(","target":"00000fff00000000"})");
  const auto& marks = out.record().work_marks;
  ASSERT_TRUE(marks);
  EXPECT_EQ(marks->miner_sends, Direction::forward);
  EXPECT_NE(marks->given[0], 0u);
  EXPECT_EQ(marks->given[1], 0u);
  EXPECT_EQ(marks->returned[0], 0u);
}

TEST_F(Unlisted, ReturnedHalvesHaveTheSameMark) {
  pool(R"({"workId":"a1","header":")" + hex_digits(160) + R"(","difficulty":65536})");
  const std::uint64_t given = out.record().work_marks->given[0];
  miner(R"({"id":7,"workId":"a1","nonce":"16d7ee91f95a6bba"})");
  EXPECT_EQ(out.record().work_marks->returned[0], given);
}

TEST_F(Unlisted, WhatIsNoWorkOfAMachineLeavesNone) {
  pool(R"({"task_id":"a1","picture":")" + hex_digits(160) + R"(","difficulty":4})");
  pool(R"({"challenge_id":"a1","salt":")" + hex_digits(160) + R"(","difficulty":65536})");
  pool(R"({"worker_id":"a1","key":")" + hex_digits(160) + R"(","target":"00000fff00000000"})");
  miner(R"({"id":"a1","nonce":"16d7ee91f95a6bba"})");
  EXPECT_FALSE(out.record().work_marks);
}

TEST_F(Unlisted, MarksHaveABound) {
  for (int i = 0; i < 20; ++i)
    pool(R"({"workId":"a)" + std::to_string(i) + R"(","header":")" + hex_digits(160) +
         R"(","target":"00000fff00000000"})");
  const auto& marks = out.record().work_marks;
  ASSERT_TRUE(marks);
  EXPECT_TRUE(std::ranges::none_of(marks->given, [](std::uint64_t job) { return job == 0; }));
}

}  // namespace
}  // namespace davy::flow
