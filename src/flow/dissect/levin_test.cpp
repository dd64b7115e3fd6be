#include "flow/dissect/levin.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using test::hex;
using Nodes = test::Conversation<Levin>;

// The first payload of a real connection to port 18080, cut: body length 262, command 1001, network id inside.
const std::string handshake = hex(
    "0121010101010101060100000000000001e903000000000000010000000100000001110101010102010108096e6f"
    "64655f646174610c10076d795f706f727406a04600000a6e6574776f726b5f69640a401230f17161044161173100"
    "8216a1a11007706565725f696405119661483bc2acac0d737570706f72745f666c61677306010000000c7061796c"
    "6f61645f646174610c");

TEST(Levin, NamesMoneroByItsHandshake) {
  EXPECT_TRUE(begins_as_levin(as_bytes(handshake)));
  Nodes c;
  c.client(handshake);
  c.client(std::string(33 + 262 - handshake.size(), 'x'));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "XMR");
  EXPECT_FALSE(c.builder.is_mining());
}

TEST(Levin, ALongBodyIsReadByItsFront) {
  Nodes c;
  std::string blocks = handshake.substr(0, 33) + std::string(5000, 'b');
  blocks[8] = '\0';
  blocks[10] = '\x10';                     // 1 MiB and more to come
  blocks.replace(17, 4, hex("d4070000"));  // 2004
  c.server(blocks);
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "");  // other CryptoNote chains speak so too
}

TEST(Levin, StaysQuietForOthers) {
  std::string version = handshake;
  version[29] = 2;
  std::string command = handshake;
  command[17] = 0x7f;
  std::string length = handshake;
  length[15] = 0x7f;
  for (const std::string& other : {version, command, length, hex("0121010101010101"),
                                   std::string(40, '\1'), std::string("\x01\x21 and text")}) {
    EXPECT_FALSE(begins_as_levin(as_bytes(other)));
    Nodes c;
    c.client(other);
    EXPECT_TRUE(c.quiet());
  }
}

}  // namespace
}  // namespace davy::flow
