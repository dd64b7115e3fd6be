#include "flow/push_log.hpp"

#include <gtest/gtest.h>

namespace davy::flow {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Timestamp start{std::chrono::hours{480'000}};

TEST(PushLog, keeps_what_nobody_asked_for) {
  PushLog log(Direction::forward, start);
  log.message(Direction::reverse, start);                         // unasked
  log.message(Direction::forward, start + seconds{5});            // asks
  log.message(Direction::reverse, start + seconds{6});            // is answered
  log.message(Direction::reverse, start + milliseconds{6500});    // and more
  log.message(Direction::forward, start + seconds{20});           // asks
  log.message(Direction::reverse, start + milliseconds{23'001});  // too late for an answer
  const std::vector<Timestamp> expected{start, start + milliseconds{6500},
                                        start + milliseconds{23'001}};
  EXPECT_EQ(log.times(), expected);
}

TEST(PushLog, two_questions_have_two_answers) {
  PushLog log(Direction::reverse, start);
  log.message(Direction::reverse, start);
  log.message(Direction::reverse, start + milliseconds{300});
  log.message(Direction::forward, start + milliseconds{400});
  log.message(Direction::forward, start + milliseconds{600});
  EXPECT_TRUE(log.times().empty());
}

TEST(PushLog, keeps_the_last_ones) {
  PushLog log(Direction::forward, start);
  for (int i = 0; i < 4000; ++i) log.message(Direction::reverse, start + seconds{10 * i});
  const auto times = log.times();
  ASSERT_EQ(times.size(), 1024u);
  EXPECT_EQ(times.front(), start + seconds{29760});
  EXPECT_EQ(times.back(), start + seconds{39990});
}

}  // namespace
}  // namespace davy::flow
