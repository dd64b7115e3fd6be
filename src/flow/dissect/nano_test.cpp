#include "flow/dissect/nano.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using test::hex;

// The first payload of a real connection to port 7075.
const std::string handshake =
    hex("52431414120a0500f0269f5e0110da0ffa6fb70e5c70c46ec3bd3de37cc66ac1395fdde101f35544");

TEST(Nano, IsNamedByItsHandshake) {
  test::Conversation<Nano> c;
  c.client(handshake);
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_EQ(c.record.coin, "XNO");
}

TEST(Nano, StaysQuietForOthers) {
  std::string version = handshake;
  version[3] = 0x30;
  for (const std::string& other :
       {version, handshake.substr(0, 39), handshake + std::string(100, 'x'),
        std::string("RCPT TO:<someone@example.org> and then some text")}) {
    EXPECT_FALSE(begins_as_nano(as_bytes(other)));
  }
}

}  // namespace
}  // namespace davy::flow
