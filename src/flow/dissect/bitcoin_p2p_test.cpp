#include "flow/dissect/bitcoin_p2p.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using namespace std::string_literals;
using test::hex;
using test::le;
using test::random_octets;
using Nodes = test::Conversation<BitcoinP2p>;

// The first payload of a real connection of 2012: a version message without checksum.
const std::string version_2012 =
    hex("f9beb4d976657273696f6e000000000055000000017d0000010000000000000041b0904d00000000"
        "010000000000000000000000000000000000ffffbca5d5a9208d010000000000000000000000000000"
        "000000ffffc0a8018e208dd9303acf1b101e0c00fabd0100");

std::string message(const std::string& magic, const std::string& command,
                    const std::string& payload) {
  unsigned char once[32];
  unsigned char twice[32];
  SHA256(as_bytes(payload).data(), payload.size(), once);
  SHA256(once, 32, twice);
  std::string checksum;
  for (int i = 0; i < 4; ++i) checksum += static_cast<char>(twice[i]);
  return magic + command + std::string(12 - command.size(), '\0') + le(payload.size(), 4) +
         checksum + payload;
}
std::string version_payload() {
  const std::string agent = "/Satoshi:27.0.0/";
  return le(70016, 4) + le(1033, 8) + le(1700000000, 8) + std::string(52, '\0') +
         random_octets(8, 1) + le(agent.size(), 1) + agent + le(800000, 4) + "\1"s;
}
const std::string bitcoin = hex("f9beb4d9");

TEST(BitcoinP2p, NamesTheNetwork) {
  Nodes c;
  c.client(message(bitcoin, "version", version_payload()));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.related_rule,
            "Bitcoin peer-to-peer: network magic f9beb4d9 and a known command");
  EXPECT_EQ(c.record.coin, "BTC");
  EXPECT_EQ(c.record.agent, "/Satoshi:27.0.0/");
  EXPECT_FALSE(c.builder.is_mining());
}

TEST(BitcoinP2p, ReadsARealOldVersionMessage) {
  EXPECT_TRUE(begins_as_bitcoin_p2p(as_bytes(version_2012)));
  Nodes c;
  c.client(version_2012);
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "BTC");
}

TEST(BitcoinP2p, AnySplitAndAnyPlaceInTheStream) {
  Nodes c;
  const std::string two =
      message(bitcoin, "ping", "12345678") + message(bitcoin, "pong", "12345678");
  for (const char octet : two) c.server({&octet, 1});
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  Nodes midstream;
  midstream.server("the rest of something");
  midstream.server(two);
  EXPECT_EQ(midstream.record.related, RelatedClass::blockchain_node);
}

TEST(BitcoinP2p, AForkThatNobodyListedIsFoundByItsChecksum) {
  Nodes c;
  c.client(message("ABCD", "version", version_payload()));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "");
  Nodes forged;
  std::string wrong = message("ABCD", "version", version_payload());
  wrong[21] ^= 1;
  forged.client(wrong);
  EXPECT_TRUE(forged.quiet());
}

TEST(BitcoinP2p, OfALongBlockTheFrontIsEnough) {
  Nodes c;
  const std::string block = message(hex("fbc0b6db"), "block", random_octets(20'000, 2));
  c.client(block.substr(0, 5000));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "");  // Litecoin and Monacoin share the magic
}

TEST(BitcoinP2p, GivesUpWhereNothingIsAMessage) {
  Nodes c;
  for (int i = 0; i < 100; ++i) c.client(random_octets(60, 3));
  EXPECT_TRUE(c.reader.gave_up());
}

TEST(BitcoinP2p, StaysQuietForOthers) {
  std::string wrong_checksum = message(bitcoin, "ping", "12345678");
  wrong_checksum[20] ^= 1;
  const std::string others[] = {
      wrong_checksum,
      message(bitcoin, "pingpong", "12345678"),
      message(bitcoin, "verack", "not empty"),
      message(bitcoin, "ping", "more than eight octets"),
      bitcoin + "ping\0\0\0x\0\0\0\0"s + le(0, 8),
      "GET /version HTTP/1.1\r\nHost: version.example\r\n\r\n",
      bitcoin + random_octets(60, 3),
      std::string(24, 'a'),
  };
  for (const std::string& other : others) {
    EXPECT_FALSE(begins_as_bitcoin_p2p(as_bytes(other)));
    Nodes c;
    c.client(other);
    c.server(other);
    EXPECT_TRUE(c.quiet());
  }
}

}  // namespace
}  // namespace davy::flow
