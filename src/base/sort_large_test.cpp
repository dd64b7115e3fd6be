#include "base/sort_large.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <tuple>

namespace davy {
namespace {

struct Large {
  std::unique_ptr<int> key;  // cannot be copied
  int place = 0;
};

template <class Values>
std::vector<std::pair<int, int>> sorted(const std::vector<int>& keys) {
  Values values;
  for (const int key : keys)
    values.push_back({std::make_unique<int>(key), static_cast<int>(values.size())});
  sort_large(
      values, [](const Large& a) { return *a.key / 2; },
      [](const Large& a, const Large& b) { return *a.key < *b.key; });
  std::vector<std::pair<int, int>> result;
  for (const Large& value : values) result.emplace_back(*value.key, value.place);
  return result;
}

TEST(SortLarge, is_stable_and_loses_nothing) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::vector<int> keys;
    unsigned state = seed;
    for (unsigned i = 0; i < seed % 40; ++i)
      keys.push_back(static_cast<int>((state = state * 1'103'515'245 + 12'345) >> 16 & 7));
    std::vector<std::pair<int, int>> expected;
    for (const int key : keys) expected.emplace_back(key, static_cast<int>(expected.size()));
    std::ranges::sort(expected);
    EXPECT_EQ(sorted<std::vector<Large>>(keys), expected);
    EXPECT_EQ(sorted<std::deque<Large>>(keys), expected);
  }
}

}  // namespace
}  // namespace davy
