#include "lab/rhythm/play.hpp"

#include <gtest/gtest.h>

namespace davy::lab {
namespace {

// Says the same of every window, and how many it was asked about.
class Judge final : public flow::RhythmJudge {
 public:
  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override {
    windows.push_back(window.messages.size());
    opening_seen = window.opening_seen;
    return flow::RhythmOpinion{.strength_nats = 1};
  }
  mutable std::vector<std::size_t> windows;
  mutable bool opening_seen = false;
};

// A question and its answer every so often.
Messages asked(double interval_s, double until_s) {
  Messages messages;
  for (double t = 0; t < until_s; t += interval_s) {
    messages.push_back({t, true, 100});
    messages.push_back({t + .5 * interval_s, false, 50});
  }
  return messages;
}

TEST(Play, is_judged_at_the_flow_tables_checkpoints) {
  const Judge judge;
  const flow::FlowRecord record = played(asked(4, 301), judge);
  ASSERT_TRUE(record.rhythm);
  // At 1, 2 and 5 minutes, and what came after them at the end.
  ASSERT_EQ(record.rhythm->checkpoints.size(), 4u);
  EXPECT_FLOAT_EQ(record.rhythm->checkpoints[0].after_s, 60);
  EXPECT_FLOAT_EQ(record.rhythm->checkpoints[3].after_s, 302);
  EXPECT_EQ(judge.windows.size(), 4u);
}

TEST(Play, leaves_out_the_first_five_seconds) {
  const Judge judge;
  const flow::FlowRecord record = played(asked(2, 100), judge);
  ASSERT_TRUE(record.rhythm);
  // Two messages in each two seconds: at 0, 1, 2, 3 and 4 s they are too early, at 5 s not.
  EXPECT_EQ(record.rhythm->messages, 100u - 5u);
}

TEST(Play, says_who_began_only_where_that_was_seen) {
  const Judge judge;
  EXPECT_TRUE(played(asked(4, 100), judge, true).opening_seen);
  EXPECT_TRUE(judge.opening_seen);
  EXPECT_FALSE(played(asked(4, 100), judge, false).opening_seen);
  EXPECT_FALSE(judge.opening_seen);
}

TEST(Play, forgets_what_is_too_fast_for_mining) {
  EXPECT_TRUE(played(asked(.2, 100), Judge{}).rhythm);    // 10 messages a second
  EXPECT_FALSE(played(asked(.08, 100), Judge{}).rhythm);  // 25
}

TEST(Play, has_no_rhythm_where_nothing_was_judged) {
  EXPECT_FALSE(played({}, Judge{}).rhythm);
  EXPECT_FALSE(played(asked(4, 50), Judge{}).rhythm);    // less than a minute
  EXPECT_FALSE(played(asked(40, 150), Judge{}).rhythm);  // fewer than eight messages
}

}  // namespace
}  // namespace davy::lab
