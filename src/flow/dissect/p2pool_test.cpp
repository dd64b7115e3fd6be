#include "flow/dissect/p2pool.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using namespace std::string_literals;
using enum MessageKind;
using test::le;
using test::random_octets;
using Peers = test::Conversation<P2pool>;

std::string challenge(std::uint32_t seed) { return "\0"s + random_octets(16, seed); }
std::string solution(std::uint32_t seed) { return "\1"s + random_octets(40, seed); }
// Its hash's upper 64 bits are small: the proof of work of the side that connected.
std::string worked_solution() {
  return "\1"s + random_octets(30, 5) + "\0\0"s + random_octets(8, 6);
}
std::string block(int type, std::size_t octets) {
  return le(static_cast<unsigned>(type), 1) + le(octets, 4) + random_octets(octets, 7);
}

TEST(P2pool, BothHandshakesMakeItUnmistakable) {
  Peers c;
  c.client(challenge(1));
  c.server(challenge(2));
  c.client(worked_solution());
  EXPECT_FALSE(c.record.unmistakable);
  c.server(solution(4) + "\2"s + le(37889, 4) + "\3"s + std::string(32, '\0'));
  EXPECT_TRUE(c.record.unmistakable);
  EXPECT_EQ(c.record.dialect, "p2pool");
  EXPECT_EQ(c.record.coin, "XMR");
  EXPECT_EQ(c.record.algorithm, "rx/0");
  c.client(block(4, 1200) + block(5, 9000) + "\6"s);
  c.server("\7\2"s + random_octets(38, 8) + "\x09"s + random_octets(32, 9));
  EXPECT_EQ(c.count(hello), 5u);
  EXPECT_EQ(c.count(job), 3u);
  EXPECT_EQ(c.count(work_request), 1u);
  EXPECT_EQ(c.malformed.total(), 0u);
  bool work = false;
  for (const Evidence& e : c.record.evidence) work |= e.rule.find("proof of work") != e.rule.npos;
  EXPECT_TRUE(work);
}

TEST(P2pool, AnySplitReadsTheSame) {
  Peers c;
  c.server(challenge(2));
  for (const char octet : challenge(1) + solution(3) + block(8, 300)) c.client({&octet, 1});
  EXPECT_EQ(c.count(hello), 3u);
  EXPECT_EQ(c.count(job), 1u);
}

TEST(P2pool, OneSideAloneIsQuiet) {
  Peers c;
  c.client(challenge(1));
  c.client(solution(3));
  EXPECT_TRUE(c.quiet());
}

TEST(P2pool, OutOfOrderTypesAndBadLengthsEndIt) {
  Peers order;
  order.client(challenge(1));
  order.server(challenge(2));
  order.client("\2"s + le(37889, 4));
  order.server(solution(3));
  EXPECT_TRUE(order.quiet());
  Peers length;
  length.client(challenge(1));
  length.server(challenge(2));
  length.client(solution(3) + block(5, 10).replace(1, 4, le(0x7fffffff, 4)));
  EXPECT_EQ(length.malformed[Malformed::binary_frame], 1u);
}

TEST(P2poolGate, OpensForChallengesOnly) {
  const auto opens = [](const std::string& s) { return begins_as_p2pool(as_bytes(s)); };
  EXPECT_TRUE(opens(challenge(1)));
  EXPECT_TRUE(opens(challenge(1) + solution(2)));
  EXPECT_FALSE(opens(std::string(17, '\0')));
  EXPECT_FALSE(opens("\0abcabcabcabcabca"s));
  EXPECT_FALSE(opens("\1"s + random_octets(16, 1)));
  EXPECT_FALSE(opens(challenge(1) + "x"));
  EXPECT_FALSE(opens(""));
}

}  // namespace
}  // namespace davy::flow
