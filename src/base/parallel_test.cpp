#include "base/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <vector>

namespace davy {
namespace {

TEST(Parallel, every_index_once_whatever_the_threads) {
  for (const unsigned threads : {1u, 2u, 5u}) {
    for (const std::size_t count : {0u, 1u, 7u, 8u, 1000u}) {
      std::vector<int> times(count);
      for_each_index(count, 8, threads, [&](std::size_t i) { ++times[i]; });
      EXPECT_EQ(times, std::vector<int>(count, 1)) << threads << " threads, " << count;
    }
  }
}

TEST(Parallel, all_is_done_on_return) {
  std::atomic<std::size_t> sum = 0;
  for_each_index(10'000, 16, 4, [&](std::size_t i) { sum += i; });
  EXPECT_EQ(sum, 10'000u * 9'999u / 2);
}

}  // namespace
}  // namespace davy
