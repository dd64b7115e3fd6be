#include "probe/budget.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "base/parallel.hpp"

namespace davy::probe {
namespace {

using namespace std::chrono_literals;

TEST(Budget, spaces_connections_evenly) {
  Budget budget(5, 100);
  EXPECT_EQ(budget.claim(1s), 0ns);
  EXPECT_EQ(budget.claim(1s), 200ms);
  EXPECT_EQ(budget.claim(1s), 400ms);
  EXPECT_EQ(budget.claim(1'500ms), 100ms);
  EXPECT_EQ(budget.claim(10s), 0ns);
  EXPECT_EQ(budget.claim(10s), 200ms);
}

TEST(Budget, is_never_faster_than_ten_a_second_whatever_is_asked_for) {
  Budget budget(1e9, 100);
  EXPECT_EQ(budget.claim(0s), 0ns);
  EXPECT_EQ(budget.claim(0s), 100ms);
  Budget none(0, 100);
  EXPECT_EQ(none.claim(0s), 0ns);
  EXPECT_EQ(none.claim(0s), 100s);
}

TEST(Budget, ends) {
  Budget budget(5, 2);
  EXPECT_TRUE(budget.claim(0s));
  EXPECT_TRUE(budget.claim(0s));
  EXPECT_FALSE(budget.claim(1000s));
  EXPECT_FALSE(budget.claim(2000s));
  EXPECT_EQ(budget.used(), 2u);
  EXPECT_FALSE(Budget(5, 0).claim(0s));
}

TEST(Budget, is_held_by_many_threads_together) {
  Budget budget(10, 50);
  std::vector<std::optional<Duration>> waits(80);
  for_each_index(waits.size(), 1, 4, [&](std::size_t i) { waits[i] = budget.claim(0s); });
  std::vector<Duration> given;
  for (const auto& wait : waits) {
    if (wait) given.push_back(*wait);
  }
  std::ranges::sort(given);
  ASSERT_EQ(given.size(), 50u);
  for (std::size_t i = 0; i < given.size(); ++i)
    EXPECT_EQ(given[i], static_cast<std::int64_t>(i) * 100ms);
}

RC_GTEST_PROP(Budget, no_second_holds_more_than_the_rate_and_one, ()) {
  const double rate = *rc::gen::inRange(1, 11);
  Budget budget(rate, 1000);
  Duration now{0};
  std::vector<Duration> made;
  for (const int ms : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 700))) {
    now += std::chrono::milliseconds{ms};
    made.push_back(now + *budget.claim(now));
  }
  for (const Duration from : made) {
    const auto in_second =
        std::ranges::count_if(made, [&](Duration at) { return at >= from && at < from + 1s; });
    RC_ASSERT(static_cast<double>(in_second) <= rate + 1);
  }
}

}  // namespace
}  // namespace davy::probe
