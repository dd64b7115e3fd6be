#include "flow/dissect/storj.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/binary_test_support.hpp"
#include "flow/dissect/content_dissector.hpp"

namespace davy::flow {
namespace {

using Nodes = test::Conversation<Storj>;

TEST(Storj, ThePrefaceBeforeTlsNamesTheNetwork) {
  Nodes c;
  const std::string opening = std::string(storj_preface) + test::hex("160301020001000001fc0303");
  EXPECT_EQ(gate(as_bytes(opening), {}), Content::storj);
  c.client(opening);
  EXPECT_EQ(c.record.related, RelatedClass::storage_network);
  EXPECT_FALSE(c.builder.is_mining());
  EXPECT_TRUE(c.reader.gave_up());
}

TEST(Storj, OnlyFirstInItsDirection) {
  EXPECT_EQ(gate(as_bytes(storj_preface), {.first_in_direction = false, .first_in_flow = false}),
            Content::none);
}

TEST(Storj, APrefaceInPiecesIsReadWhenItIsWhole) {
  MalformedCounts malformed;
  ConversationBuilder builder(malformed);
  Workspace workspace;
  ContentDissector reader(workspace, 0);
  for (const char octet : storj_preface)
    reader.bytes(Direction::forward, Timestamp{}, as_bytes({&octet, 1}), builder);
  EXPECT_EQ(builder.record().related, RelatedClass::storage_network);
}

TEST(Storj, StaysQuietForOthers) {
  for (const std::string& other : {std::string("DRPC!!!2"), std::string("DRPC!!!"),
                                   std::string("DELETE /x HTTP/1.1\r\n"), std::string()}) {
    EXPECT_FALSE(begins_as_storj(as_bytes(other)));
    Nodes c;
    c.client(other);
    EXPECT_TRUE(c.quiet());
  }
}

}  // namespace
}  // namespace davy::flow
