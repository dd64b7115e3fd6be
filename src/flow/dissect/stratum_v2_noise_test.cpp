#include "flow/dissect/stratum_v2_noise.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::random_octets;
using Noise = test::Conversation<StratumV2Noise>;

std::string sized(std::size_t octets) {
  return random_octets(octets, static_cast<std::uint32_t>(octets));
}

// Client's and server's sizes in turn: +n client, -n server.
void play(Noise& c, std::initializer_list<int> sizes) {
  for (const int n : sizes) {
    const std::string octets = sized(static_cast<std::size_t>(n < 0 ? -n : n));
    n > 0 ? c.client(octets) : c.server(octets);
  }
}

TEST(StratumV2Noise, IsUnmistakableByItsSizes) {
  Noise c;
  play(c, {64, -234, 107});
  EXPECT_TRUE(c.quiet());
  EXPECT_TRUE(c.record.evidence.empty());
  play(c, {-44, 88, -87, -83, -86, 62, -58, 62, 62, -116});
  EXPECT_TRUE(c.record.unmistakable);
  EXPECT_FALSE(c.record.miner_spoke);  // nothing was read
  EXPECT_FALSE(c.record.pool_spoke);
  EXPECT_EQ(c.record.miner_sends, Direction::forward);
  EXPECT_EQ(c.record.dialect, "stratum-v2-noise");
  EXPECT_EQ(c.record.algorithm, "sha256d");
  EXPECT_EQ(c.count(share), 3u);
  EXPECT_EQ(c.count(share_accepted), 3u);  // 58, and 116 is two of them
  EXPECT_EQ(c.count(job), 3u);
  EXPECT_EQ(c.record.evidence[0].excerpt, "octets: client 64, server 234, client 107, server 44");
}

TEST(StratumV2Noise, TakesTheOlderAnswerAndASplitOne) {
  Noise older;
  play(older, {64, -170, 107, -44});
  EXPECT_TRUE(older.record.unmistakable);
  Noise split;
  play(split, {64, -170, -64, 107, -44});
  EXPECT_TRUE(split.record.unmistakable);
  Noise small;
  play(small, {64, -100, -134, 107, -44});
  EXPECT_TRUE(small.record.unmistakable);
}

TEST(StratumV2Noise, StaysQuietForOthers) {
  const std::initializer_list<int> others[] = {
      {64, 64, -234, 107, -44},   // data right behind the first 64 (MTProto)
      {64, -64, 40, -44},         // BIP324 without garbage
      {64, -1500, 107, -44},      // BIP324 with much
      {64, -234, 107, -43, -44},  // another record first
      {64, -234, 20, -44},        // too short for SetupConnection
      {64, -234, 1200, -44},      // too long
      {65, -234, 107, -44},      {64, -235, 107, -44}, {-64, -234, 107, -44},  // one side alone
      {64, 107, 62, 62, 62},  // the other direction was not captured
  };
  for (const auto& sizes : others) {
    Noise c;
    play(c, sizes);
    EXPECT_TRUE(c.quiet());
    EXPECT_TRUE(c.record.evidence.empty());
  }
}

TEST(StratumV2Noise, StructureIsNotRandom) {
  const auto opens = [](const std::string& s) { return begins_as_stratum_v2_noise(as_bytes(s)); };
  EXPECT_TRUE(opens(sized(64)));
  EXPECT_FALSE(opens("GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test/1.0 (abc)\r\n\r"));
  EXPECT_FALSE(opens(std::string(64, '\x16')));
  EXPECT_FALSE(opens(sized(63)));
  EXPECT_FALSE(opens(sized(65)));
  std::string ssh = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3 abcdefghijklmnopqrstuvwx";
  EXPECT_FALSE(opens(ssh));
}

TEST(StratumV2Noise, RandomOctetsLookRandom) {
  int random = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    random += begins_as_stratum_v2_noise(as_bytes(random_octets(64, seed)));
  }
  EXPECT_GT(random, 1990);
}

TEST(StratumV2Noise, AGapInTheHandshakeEndsIt) {
  Noise c;
  play(c, {64, -234});
  c.gap(Direction::forward, 107);
  play(c, {-44, 62});
  EXPECT_TRUE(c.quiet());
}

}  // namespace
}  // namespace davy::flow
