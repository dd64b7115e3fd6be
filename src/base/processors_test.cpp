#include "base/processors.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <thread>

namespace davy {
namespace {

// Pinned as by taskset; only this thread is, which ends.
TEST(Processors, AreThoseThatAreAllowed) {
  unsigned allowed = 0, usual = 0;
  std::thread([&] {
    cpu_set_t mine, one;
    ASSERT_EQ(sched_getaffinity(0, sizeof mine, &mine), 0);
    int first = 0;
    while (!CPU_ISSET(first, &mine)) ++first;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    allowed = processors_allowed();
    usual = usual_threads();
  }).join();
  EXPECT_EQ(allowed, 1U);
  EXPECT_EQ(usual, 1U);
}

TEST(Processors, UsualThreadsAreAtMostTwo) {
  EXPECT_GE(usual_threads(), 1U);
  EXPECT_LE(usual_threads(), 2U);
  EXPECT_LE(usual_threads(), processors_allowed());
}

}  // namespace
}  // namespace davy
