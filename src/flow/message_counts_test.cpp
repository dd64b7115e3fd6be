#include "flow/message_counts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace davy::flow {
namespace {

TEST(MessageCounts, KindsThatWereNotSaidAreNone) {
  MessageCounts counts;
  counts[MessageKind::job] = {3, Timestamp{Duration{1}}, Timestamp{Duration{9}}};
  const MessageCounts& said = counts;
  EXPECT_EQ(said[MessageKind::hello].count, 0u);
  EXPECT_EQ(said[MessageKind::other].count, 0u);
  EXPECT_EQ(said[MessageKind::job].count, 3u);
  EXPECT_EQ(said[MessageKind::job].last, Timestamp{Duration{9}});
}

// Whatever the order in which kinds come, each keeps its own count.
TEST(MessageCounts, AreThoseOfATableOfAllKinds) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::minstd_rand random(seed);
    std::array<std::uint64_t, message_kinds> expected{};
    MessageCounts counts;
    for (unsigned i = 0; i < seed; ++i) {
      const std::size_t kind = random() % message_kinds;
      ++expected[kind];
      ++counts[static_cast<MessageKind>(kind)].count;
    }
    const MessageCounts moved = std::move(counts);
    for (std::size_t kind = 0; kind < message_kinds; ++kind)
      EXPECT_EQ(moved[static_cast<MessageKind>(kind)].count, expected[kind]) << seed << ' ' << kind;
  }
}

}  // namespace
}  // namespace davy::flow
