#include "flow/dissect/stratum_v2.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using namespace std::string_literals;
using enum MessageKind;
using test::hex;
using test::le;
using test::random_octets;

std::string text(std::string_view s) { return le(s.size(), 1) + std::string(s); }
std::string frame(int type, const std::string& payload, bool channel = false) {
  return le(channel ? 0x8000 : 0, 2) + le(static_cast<unsigned>(type), 1) + le(payload.size(), 3) +
         payload;
}
std::string set_up(int protocol = 0) {
  return frame(0x00, le(static_cast<unsigned>(protocol), 1) + le(2, 2) + le(2, 2) + le(1, 4) +
                         text("pool.example") + le(34254, 2) + text("Bitmain") + text("S19") +
                         text("fw-1") + text("id"));
}
std::string set_up_success() { return frame(0x01, le(2, 2) + le(0, 4)); }
// 2^224 - 1: difficulty 1.
std::string target() { return std::string(28, '\xff') + std::string(4, '\0'); }
std::string open_channel() {
  return frame(0x10, le(7, 4) + text("user.rig1") + hex("0024744a") + std::string(32, '\xff'));
}
std::string open_channel_success() {
  return frame(0x11, le(7, 4) + le(1, 4) + target() + text("abcd") + le(0, 4));
}
std::string share_frame() {
  return frame(
      0x1a,
      le(1, 4) + le(1, 4) + le(9, 4) + le(0xdeadbeef, 4) + le(1700000000, 4) + le(0x20000000, 4),
      true);
}
std::string share_success(std::uint32_t count = 1) {
  return frame(0x1c, le(1, 4) + le(1, 4) + le(count, 4) + le(1, 8), true);
}
std::string job_message() {
  return frame(
      0x15,
      le(1, 4) + le(9, 4) + "\x01"s + le(1700000000, 4) + le(0x20000000, 4) + random_octets(32, 1),
      true);
}

using Sv2 = test::Conversation<StratumV2>;

TEST(StratumV2, ReadsAWholeConversation) {
  Sv2 c;
  c.client(set_up());
  c.server(set_up_success());
  c.client(open_channel());
  c.server(open_channel_success() + job_message());
  c.client(share_frame());
  c.server(share_success());
  c.client(share_frame());
  c.server(frame(0x1d, le(1, 4) + le(2, 4) + text("stale-share"), true));
  const ConversationRecord& r = c.record;
  EXPECT_EQ(r.dialect, "stratum-v2");
  EXPECT_TRUE(r.miner_spoke && r.pool_spoke);
  EXPECT_EQ(r.miner_sends, Direction::forward);
  EXPECT_EQ(r.agent, "Bitmain S19 fw-1");
  EXPECT_EQ(r.pool, "pool.example:34254");
  EXPECT_EQ(r.login, "user.rig1");
  EXPECT_EQ(r.worker, "rig1");
  EXPECT_EQ(r.algorithm, "sha256d");
  EXPECT_EQ(r.coin, "");
  EXPECT_DOUBLE_EQ(*r.reported_hash_rate, 4000000.0);
  EXPECT_DOUBLE_EQ(*r.hashes_per_share, std::ldexp(1.0, 32));
  EXPECT_DOUBLE_EQ(*r.difficulty_last, 1.0);
  EXPECT_EQ(c.count(hello), 2u);
  EXPECT_EQ(c.count(login), 1u);
  EXPECT_EQ(c.count(login_accepted), 1u);
  EXPECT_EQ(c.count(job), 1u);
  EXPECT_EQ(r.shares.submitted, 2u);
  EXPECT_EQ(r.shares.accepted, 1u);
  EXPECT_EQ(r.shares.rejected, 1u);
  EXPECT_DOUBLE_EQ(r.shares.accepted_hashes, std::ldexp(1.0, 32));
  EXPECT_EQ(c.malformed.total(), 0u);
}

TEST(StratumV2, AnySplitReadsTheSame) {
  const std::string client = set_up() + open_channel() + share_frame();
  Sv2 c;
  for (const char octet : client) c.client({&octet, 1});
  EXPECT_EQ(c.count(hello), 1u);
  EXPECT_EQ(c.count(login), 1u);
  EXPECT_EQ(c.count(MessageKind::share), 1u);
}

TEST(StratumV2, OneAnswerMayCountManySharesAndMayLie) {
  Sv2 c;
  c.client(set_up());
  c.server(share_success(10));
  EXPECT_EQ(c.record.shares.accepted, 10u);
  c.server(share_success(0xffffffff));
  EXPECT_EQ(c.record.shares.accepted, 100'010u);
  EXPECT_EQ(c.malformed[Malformed::binary_frame], 1u);
}

TEST(StratumV2, MidStreamNeedsThreeFrames) {
  Sv2 c;
  c.client(share_frame());
  c.server(share_success());
  EXPECT_TRUE(c.quiet());
  c.server(job_message());
  EXPECT_TRUE(c.record.miner_spoke && c.record.pool_spoke);
  EXPECT_EQ(c.record.shares.submitted, 1u);
  EXPECT_EQ(c.record.shares.accepted, 1u);
  EXPECT_EQ(c.count(job), 1u);
}

TEST(StratumV2, GoesOnAfterAGap) {
  Sv2 c;
  c.client(set_up());
  c.server(set_up_success());
  c.gap(Direction::reverse, 500);
  c.server("middle of something");
  c.server(job_message());
  EXPECT_EQ(c.count(job), 1u);
  EXPECT_EQ(c.malformed[Malformed::binary_frame], 0u);
}

TEST(StratumV2, AFrameOfImpossibleLengthIsCountedOnce) {
  Sv2 c;
  c.client(set_up());
  c.server(set_up_success());
  for (int i = 0; i < 5; ++i) c.server(frame(0x1c, std::string(21, 'x'), true));
  EXPECT_EQ(c.malformed[Malformed::binary_frame], 1u);
  c.server(share_success());
  EXPECT_EQ(c.record.shares.accepted, 1u);
}

TEST(StratumV2, ALongJobIsReadByItsFront) {
  const std::string coinbase = le(1, 4) + le(9, 4) + "\0"s + le(2, 4) + "\1"s + "\x01"s +
                               std::string(32, 'h') + le(30'000, 2) + random_octets(30'000, 3) +
                               le(20, 2) + std::string(20, 's');
  Sv2 c;
  c.client(set_up());
  c.server(frame(0x1f, coinbase, true) + share_success());
  EXPECT_EQ(c.count(job), 1u);
  EXPECT_EQ(c.count(share_accepted), 1u);
}

TEST(StratumV2, TemplateDistributionAndJobDeclarationAreNamed) {
  Sv2 c;
  c.client(set_up(2));
  c.client(frame(0x70, le(100, 4)));
  c.server(frame(
      0x72, le(1, 8) + random_octets(32, 4) + le(1700000000, 4) + le(0x17034219, 4) + target()));
  EXPECT_EQ(c.count(job), 1u);
  EXPECT_EQ(c.record.evidence.back().rule,
            "SetNewPrevHash: previous hash, time, bits, target (template distribution)");
}

TEST(StratumV2, UnknownExtensionsArePassedOver) {
  Sv2 c;
  c.client(set_up());
  c.client(le(0x4001, 2) + "\x05"s + le(3, 3) + "abc" + share_frame());
  EXPECT_EQ(c.count(MessageKind::share), 1u);
  EXPECT_EQ(c.malformed.total(), 0u);
}

TEST(StratumV2Gate, OpensForSetUpAndForWholeFrames) {
  const auto opens = [](const std::string& s) { return begins_as_stratum_v2(as_bytes(s)); };
  EXPECT_TRUE(opens(set_up()));
  EXPECT_TRUE(opens(set_up() + open_channel()));
  EXPECT_TRUE(opens(set_up().substr(0, 20)));
  EXPECT_TRUE(opens(share_frame()));
  EXPECT_TRUE(opens(share_frame() + share_frame()));
  EXPECT_TRUE(opens(job_message()));
  EXPECT_FALSE(opens(set_up_success()));  // too short to say anything
  EXPECT_FALSE(opens(share_frame() + "x"));
}

// Other protocols that begin with zeros and small numbers.
TEST(StratumV2Gate, StaysShutForLookAlikes) {
  const std::string look_alikes[] = {
      hex("000000900000"s + "fe534d4240000000"),   // SMB2 behind NetBIOS
      hex("00000017ffffffff0100000000000000"),     // Minecraft-like ping
      hex("000100000006010300000001"),             // Modbus/TCP
      hex("00000000002a") + std::string(42, 'a'),  // a 4-octet length
      hex("0000000c00000001000000020000000300000004"),
      std::string(64, '\0'),
      hex("0080") + std::string(30, 'a'),
      hex("00801a180000") + std::string(23, 'a'),  // one octet short
      hex("00801a190000") + std::string(25, 'a'),  // a share is not so long
      hex("000000") + le(30, 3) + hex("0902000200") + std::string(25, '\0'),  // protocol 9
  };
  for (const std::string& s : look_alikes) {
    EXPECT_FALSE(begins_as_stratum_v2(as_bytes(s))) << s.size();
    Sv2 c;
    c.client(s);
    c.server(s);
    c.client(s);
    EXPECT_TRUE(c.quiet());
  }
}

TEST(StratumV2Target, CountsHashes) {
  EXPECT_DOUBLE_EQ(sv2::hashes_for_target(as_bytes(target())), std::ldexp(1.0, 32));
  EXPECT_DOUBLE_EQ(sv2::hashes_for_target(as_bytes(std::string(32, '\xff'))), 1.0);
  EXPECT_DOUBLE_EQ(sv2::hashes_for_target(as_bytes(std::string(32, '\0'))), std::ldexp(1.0, 256));
}

TEST(StratumV2Table, IsOrderedByTypeAndFoundByIt) {
  int found = 0;
  for (int type = 0; type < 256; ++type) {
    const auto* message = sv2::find_message(static_cast<std::uint8_t>(type));
    if (message == nullptr) continue;
    ++found;
    EXPECT_EQ(message->type, type);
    EXPECT_FALSE(message->shape->rule.empty());
  }
  EXPECT_EQ(static_cast<std::size_t>(found), dialects::stratum_v2.shapes.size());
}

}  // namespace
}  // namespace davy::flow
