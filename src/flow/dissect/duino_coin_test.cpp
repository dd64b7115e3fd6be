#include "flow/dissect/duino_coin.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using Duino = test::Conversation<DuinoCoin>;

const std::string job_line =
    "cbb7a3ed1ab2c53bd6d7cd8ea25ba2a4cf4b9b5b,4d9b8fe0bd39fde3d4bbb1bd7bbb4de4d54ba9cf,500\n";

TEST(DuinoCoin, ReadsAConversationWithLineFeeds) {
  Duino c;
  c.server("3.0\n");
  c.client("JOB,alice,ESP32,secret\n");
  c.server(job_line);
  c.client("12345,40000.5,ESP32 Miner 4.0,rig1,DUCOIDabc,77\n");
  c.server("GOOD\n");
  c.client("JOB,alice,ESP32,secret\n");
  c.server(job_line);
  c.client("777,40000.5,ESP32 Miner 4.0,rig1\n");
  c.server("BAD,Incorrect result\n");
  const ConversationRecord& r = c.record;
  EXPECT_EQ(r.dialect, "duino-coin");
  EXPECT_EQ(r.coin, "DUCO");
  EXPECT_EQ(r.algorithm, "duco-s1");
  EXPECT_EQ(r.login, "alice");
  EXPECT_EQ(r.agent, "ESP32 Miner 4.0");
  EXPECT_EQ(r.worker, "rig1");
  EXPECT_TRUE(r.miner_spoke && r.pool_spoke);
  EXPECT_EQ(r.miner_sends, Direction::forward);
  EXPECT_DOUBLE_EQ(*r.hashes_per_share, 25'000);
  EXPECT_DOUBLE_EQ(*r.reported_hash_rate, 40000.5);
  EXPECT_EQ(r.shares.submitted, 2u);
  EXPECT_EQ(r.shares.accepted, 1u);
  EXPECT_EQ(r.shares.rejected, 1u);
  EXPECT_DOUBLE_EQ(r.shares.accepted_hashes, 25'000);
  EXPECT_EQ(c.count(work_request), 2u);
}

TEST(DuinoCoin, ReadsThePcMinersUnendedLines) {
  Duino c;
  c.server("2.7");
  c.client("JOB,bob");
  c.server(job_line.substr(0, job_line.size() - 1));
  c.client("4711,120,PC Miner");
  c.server("GOOD");
  c.client("JOB,bob");
  EXPECT_EQ(c.record.login, "bob");
  EXPECT_EQ(c.record.shares.accepted, 1u);
  EXPECT_TRUE(c.record.miner_spoke && c.record.pool_spoke);
}

TEST(DuinoCoin, AnySplitReadsTheSame) {
  Duino c;
  for (const char octet : std::string("3.0\n")) c.server({&octet, 1});
  for (const char octet : std::string("JOB,alice,LOW\r\n")) c.client({&octet, 1});
  for (const char octet : job_line) c.server({&octet, 1});
  EXPECT_EQ(c.record.login, "alice");
  EXPECT_EQ(c.count(job), 1u);
}

TEST(DuinoCoin, AnAttemptIsTheMinerAlone) {
  Duino c;
  c.client("JOB,alice,MEDIUM,None");
  EXPECT_TRUE(c.quiet());
  c.reader.end(c.builder);
  EXPECT_TRUE(c.record.miner_spoke);
  EXPECT_FALSE(c.record.pool_spoke);
}

TEST(DuinoCoin, TheEndEndsALine) {
  Duino c;
  c.server(job_line.substr(0, job_line.size() - 1));
  EXPECT_TRUE(c.quiet());
  c.reader.end(c.builder);
  EXPECT_EQ(c.count(job), 1u);
}

TEST(DuinoCoin, OneDirectionAloneIsEnough) {
  Duino c;
  c.server(job_line);
  c.server("GOOD\n");  // without its result: not counted
  EXPECT_TRUE(c.record.pool_spoke);
  EXPECT_EQ(c.record.miner_sends, Direction::forward);
  EXPECT_EQ(c.record.shares.accepted, 0u);
}

TEST(DuinoCoin, StaysQuietForOthers) {
  const std::pair<std::string, std::string> others[] = {
      {"JOB,printer1\n", "OK,queued\n"},
      {"JOB,invoice,page 3\n", "GOOD\n"},
      {"42,17\n", "GOOD\n"},
      {"PING\n", "3.0\n"},
      {"da39a3ee5e6b4b0d3255bfef95601890afd80709\n", "BAD\n"},
      {"JOBS,alice,LOW\n", "3.0\n"},
      {"JOB,alice,LOW\n", "page-0.ps,a4,11\n"},
  };
  for (const auto& [client, server] : others) {
    Duino c;
    c.client(client);
    c.server(server);
    c.client(client);
    c.reader.end(c.builder);
    EXPECT_TRUE(c.quiet()) << client;
  }
}

TEST(DuinoCoin, AnEndlessLineIsGivenUpAndCounted) {
  Duino c;
  for (int i = 0; i < 100; ++i) c.client(std::string(1000, 'a'));
  EXPECT_EQ(c.malformed[Malformed::binary_frame], 1u);
  c.client("\nJOB,alice,LOW\n");
  c.reader.end(c.builder);
  EXPECT_EQ(c.record.login, "alice");
}

TEST(DuinoCoinGate, OpensForItsFirstLines) {
  const auto opens = [](std::string_view s) { return begins_as_duino_coin(as_bytes(s)); };
  EXPECT_TRUE(opens("3.0\n"));
  EXPECT_TRUE(opens("2.7"));
  EXPECT_TRUE(opens("JOB,alice,LOW"));
  EXPECT_TRUE(opens(job_line));
  EXPECT_FALSE(opens("3.0.1\n"));
  EXPECT_FALSE(opens("JOB\n"));
  EXPECT_FALSE(opens("JOIN #channel\r\n"));
  EXPECT_FALSE(opens(std::string(40, 'a') + "," + std::string(60, 'b')));
}

}  // namespace
}  // namespace davy::flow
