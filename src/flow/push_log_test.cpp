#include "flow/push_log.hpp"

#include <gtest/gtest.h>

namespace davy::flow {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Timestamp start{std::chrono::hours{480'000}};

TEST(PushLog, keeps_what_nobody_asked_for) {
  PushLog log(Direction::forward, start);
  log.message(Direction::reverse, start, 100);                         // unasked
  log.message(Direction::forward, start + seconds{5}, 100);            // asks
  log.message(Direction::reverse, start + seconds{6}, 100);            // is answered
  log.message(Direction::reverse, start + milliseconds{6500}, 100);    // and more
  log.message(Direction::forward, start + seconds{20}, 100);           // asks
  log.message(Direction::reverse, start + milliseconds{23'001}, 100);  // too late for an answer
  const std::vector<Timestamp> expected{start, start + milliseconds{6500},
                                        start + milliseconds{23'001}};
  EXPECT_EQ(log.times(), expected);
}

TEST(PushLog, two_questions_have_two_answers) {
  PushLog log(Direction::reverse, start);
  log.message(Direction::reverse, start, 100);
  log.message(Direction::reverse, start + milliseconds{300}, 100);
  log.message(Direction::forward, start + milliseconds{400}, 100);
  log.message(Direction::forward, start + milliseconds{600}, 100);
  EXPECT_TRUE(log.times().empty());
}

TEST(PushLog, keeps_the_last_ones) {
  PushLog log(Direction::forward, start);
  for (int i = 0; i < 10'000; ++i) log.message(Direction::reverse, start + seconds{10 * i}, 100);
  const auto times = log.times();
  ASSERT_EQ(times.size(), 4096u);
  EXPECT_EQ(times.front(), start + seconds{59'040});
  EXPECT_EQ(times.back(), start + seconds{99'990});
}

// Two shares in one message have two answers, and the second answers no message.
TEST(PushLog, what_is_as_large_as_answers_is_no_push_while_others_are_there) {
  PushLog log(Direction::forward, start);
  std::vector<Timestamp> jobs;
  for (int i = 0; i < 20; ++i) {
    const Timestamp t = start + seconds{60 * i};
    log.message(Direction::forward, t, 250);
    log.message(Direction::reverse, t + milliseconds{300}, 80);
    log.message(Direction::reverse, t + milliseconds{700}, 82);
    jobs.push_back(t + seconds{30});
    log.message(Direction::reverse, jobs.back(), 300);
  }
  EXPECT_EQ(log.times(), jobs);
}

TEST(PushLog, where_all_is_padded_to_one_size_nothing_is_left_out) {
  PushLog log(Direction::forward, start);
  for (int i = 0; i < 20; ++i) {
    log.message(Direction::forward, start + seconds{60 * i}, 512);
    log.message(Direction::reverse, start + seconds{60 * i} + milliseconds{300}, 512);
    log.message(Direction::reverse, start + seconds{60 * i + 30}, 512);
  }
  EXPECT_EQ(log.times().size(), 20u);
}

}  // namespace
}  // namespace davy::flow
