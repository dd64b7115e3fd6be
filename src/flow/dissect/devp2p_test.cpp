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
