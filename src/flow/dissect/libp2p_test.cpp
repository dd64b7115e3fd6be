#include "flow/dissect/libp2p.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"

namespace davy::flow {
namespace {

using Nodes = test::Conversation<Libp2p>;

std::string named(const std::string& protocol) {
  return static_cast<char>(protocol.size() + 1) + protocol + "\n";
}
const std::string opening = named("/multistream/1.0.0");

TEST(Libp2p, NamesANodeAndSaysWhoElseSpeaksIt) {
  EXPECT_TRUE(begins_as_libp2p(as_bytes(opening)));
  Nodes c;
  c.client(opening + named("/noise"));
  c.server(opening);
  c.server(named("/noise"));
  c.client(test::random_octets(34, 1));
  EXPECT_EQ(c.record.related, RelatedClass::blockchain_node);
  EXPECT_NE(c.record.related_rule.find("outside them"), std::string_view::npos);
  EXPECT_FALSE(c.builder.is_mining());
}

TEST(Libp2p, AStorageProtocolInClearSaysStorage) {
  Nodes c;
  c.client(opening);
  c.server(opening + named("na"));
  c.client(named("/plaintext/2.0.0") + named("/ipfs/kad/1.0.0"));
  EXPECT_EQ(c.record.related, RelatedClass::storage_network);
}

TEST(Libp2p, AnySplitReadsTheSame) {
  Nodes c;
  for (const char octet : opening + named("/fil/hello/1.0.0")) c.client({&octet, 1});
  EXPECT_EQ(c.record.related, RelatedClass::storage_network);
}

TEST(Libp2p, StaysQuietForOthers) {
  for (const std::string& other :
       {named("/ipfs/kad/1.0.0"), std::string("\x13/multistream/2.0.0\n"),
        std::string("GET /multistream/1.0.0\n"), std::string("\0\0\0\0", 4)}) {
    EXPECT_FALSE(begins_as_libp2p(as_bytes(other)));
    Nodes c;
    c.client(other);
    EXPECT_TRUE(c.quiet());
  }
}

}  // namespace
}  // namespace davy::flow
