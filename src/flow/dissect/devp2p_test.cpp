#include "flow/dissect/devp2p.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using namespace std::string_literals;
using test::hex;
using test::random_octets;

std::string rlp(const std::string& s) {
  if (s.size() == 1 && static_cast<unsigned char>(s[0]) < 0x80) return s;
  const auto n = static_cast<char>(s.size());
  return (s.size() > 55 ? "\xb8"s + n : std::string(1, static_cast<char>(0x80 + n))) + s;
}
std::string list(const std::string& items) {
  const auto n = static_cast<char>(items.size());
  return (items.size() > 55 ? "\xf8"s + n : std::string(1, static_cast<char>(0xc0 + n))) + items;
}
std::string endpoint() { return list(rlp("\x0a\0\0\1"s) + rlp("\x76\x5f") + rlp("\x76\x5f")); }
std::string packet(int type, const std::string& body) {
  return random_octets(96, 9) + "\1"s + static_cast<char>(type) + body;
}
std::string expiration() { return rlp("\x65\0\0\0"s); }
std::string ping() { return packet(1, list("\4"s + endpoint() + endpoint() + expiration())); }

TEST(Discv4, KnowsEveryPacketType) {
  const std::string packets[] = {
      ping(),
      packet(2, list(endpoint() + rlp(random_octets(32, 1)) + expiration())),
      packet(3, list(rlp(random_octets(64, 2)) + expiration())),
      packet(4, list(list("") + expiration())),
      packet(5, list(expiration())),
      packet(6, list(rlp(random_octets(32, 3)) + list(rlp(random_octets(64, 4))))),
  };
  for (const std::string& p : packets) {
    test::Conversation<Discv4> c;
    c.client(p);
    EXPECT_EQ(c.record.related, RelatedClass::blockchain_node) << p.size();
    EXPECT_FALSE(c.builder.is_mining());
  }
}

// The ping packets of EIP-8's test vectors: version 4 with two items more, and version 555 cut before its own additions.
TEST(Discv4, ReadsThePublishedPings) {
  EXPECT_TRUE(begins_as_discv4(as_bytes(
      hex("e9614ccfd9fc3e74360018522d30e1419a143407ffcce748de3e22116b7e8dc92ff74788c0b6663a"
          "aa3d67d641936511c8f8d6ad8698b820a7cf9e1be7155e9a241f556658c55428ec0563514365799a"
          "4be2be5a685a80971ddcfa80cb422cdd0101ec04cb847f000001820cfa8215a8d790000000000000"
          "000000000000000000018208ae820d058443b9a3550102"))));
  EXPECT_TRUE(begins_as_discv4(as_bytes(
      hex("577be4349c4dd26768081f58de4c6f375a7a22f3f7adda654d1428637412c3d7fe917cadc56d4e5e"
          "7ffae1dbe3efffb9849feb71b262de37977e7c7a44e677295680e9e38ab26bee2fcbae207fba3ff3"
          "d74069a50b902a82c9903ed37cc993c50001f83e82022bd79020010db83c4d001500000000abcdef"
          "12820cfa8215a8d79020010db885a308d313198a2e037073488208ae82823a8443b9a355c5010203"
          "0405"))));
}

TEST(Discv4, NewerPacketsMayCarryMore) {
  EXPECT_TRUE(begins_as_discv4(as_bytes(
      packet(1, list("\4"s + endpoint() + endpoint() + expiration() + "\7"s) + "trailing"))));
}

TEST(Discv4, StaysQuietForOthers) {
  std::string recovery = ping();
  recovery[96] = 7;
  std::string endpoint_short = packet(1, list("\4"s + list("") + endpoint() + expiration()));
  const std::string others[] = {
      recovery,
      endpoint_short,
      ping().substr(0, 120),
      packet(7, list(expiration())),
      packet(3, list(rlp(random_octets(63, 2)) + expiration())),
      packet(5, list("")),
      random_octets(200, 5),
      random_octets(97, 6) + "\1\xf8\x2c"s + random_octets(44, 7),
      std::string(150, '\1'),
  };
  for (const std::string& other : others) {
    EXPECT_FALSE(begins_as_discv4(as_bytes(other))) << other.size();
  }
}

TEST(Rlp, RefusesWhatIsNotWrittenTheShortestWay) {
  EXPECT_FALSE(read_rlp(as_bytes(hex("b801ff"))));  // one octet with a long length
  EXPECT_FALSE(read_rlp(as_bytes(hex("82ff"))));    // cut
  EXPECT_FALSE(read_rlp(as_bytes(hex("bfffffffffffffffff"))));
  EXPECT_FALSE(read_rlp({}));
  const auto item = read_rlp(as_bytes(hex("c20102ff")));
  ASSERT_TRUE(item);
  EXPECT_TRUE(item->is_list);
  EXPECT_EQ(item->content.size(), 2u);
  EXPECT_EQ(item->rest.size(), 1u);
}

std::string sized(std::size_t octets) {
  return std::string(1, static_cast<char>(octets >> 8)) + static_cast<char>(octets) +
         random_octets(octets, static_cast<std::uint32_t>(octets));
}

TEST(Rlpx, BothFirstPacketsMustFit) {
  EXPECT_TRUE(begins_as_rlpx(as_bytes(sized(420)), 30303));
  EXPECT_FALSE(begins_as_rlpx(as_bytes(sized(420)), 443));
  EXPECT_FALSE(begins_as_rlpx(as_bytes(sized(420) + "x"), 30303));
  test::Conversation<Rlpx> c;
  c.client(sized(420));
  EXPECT_TRUE(c.quiet());
  c.server(sized(386));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  test::Conversation<Rlpx> other;
  other.client(sized(420));
  other.server(sized(386).substr(1));
  other.server(sized(386));
  EXPECT_TRUE(other.quiet());
}

}  // namespace
}  // namespace davy::flow
