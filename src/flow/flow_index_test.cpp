// The index as a flow's hash finds it, and as an adversary would fill it: hashes here are chosen, not computed.
#include "flow/flow_index.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <map>

namespace davy::flow {
namespace {

// The index beside a map of what should be in it. An entry's number tells its hash.
struct Checked {
  FlowIndex index;
  std::map<std::uint32_t, std::uint32_t> hash_of;  // by number
  std::uint32_t next = 0;
  std::size_t evicted = 0;

  std::optional<std::size_t> find(std::uint32_t hash, std::uint32_t number) const {
    return index.find(hash, [&](std::uint32_t found) { return found == number; });
  }
  void erase(std::uint32_t number) {
    index.erase(hash_of.at(number), number);
    hash_of.erase(number);
  }
  std::uint32_t insert(std::uint32_t hash) {
    while (const auto crowded = index.make_room(hash)) {
      ++evicted;
      erase(*crowded);
    }
    index.insert(hash, next);
    hash_of[next] = hash;
    return next++;
  }
  bool all_found() const {
    for (const auto& [number, hash] : hash_of) {
      const auto slot = find(hash, number);
      if (!slot || index.entry_at(*slot) != number) return false;
    }
    return true;
  }
};

double seconds_of(auto&& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

TEST(FlowIndex, FindsWhatWasInsertedAndNothingElse) {
  Checked it;
  for (std::uint32_t i = 0; i < 100'000; ++i) it.insert(i * 2654435761u);
  EXPECT_TRUE(it.all_found());
  EXPECT_EQ(it.evicted, 0u);
  EXPECT_FALSE(it.find(1, 0));
}

TEST(FlowIndex, OfOneHashTheFirstGivesWayAtTheBound) {
  Checked it;
  for (std::uint32_t i = 0; i < 10'000; ++i) it.insert(7);
  EXPECT_EQ(it.hash_of.size(), FlowIndex::probe_max + 1);
  EXPECT_EQ(it.evicted, 10'000 - FlowIndex::probe_max - 1);
  EXPECT_TRUE(it.all_found());
}

// A row of 300,000 neighbours makes no walk longer than the bound: 40,000 flows that begin and end at its front would
// otherwise pass 24,000,000,000 slots.
TEST(FlowIndex, ALongRowOfNeighboursCostsNoMoreThanTheBound) {
  Checked it;
  for (std::uint32_t i = 0; i < 310'000; ++i) it.insert(i * 2654435761u);  // room
  for (std::uint32_t i = 0; i < 300'000; ++i) it.insert(i);
  const double took_s = seconds_of([&] {
    for (std::uint32_t i = 0; i < 40'000; ++i) {
      const std::uint32_t number = it.insert(i % 64);
      EXPECT_FALSE(it.find(i % 64, number + 1));
      it.erase(number);
    }
  });
  EXPECT_TRUE(it.all_found());
  EXPECT_LT(took_s, 20);
}

TEST(FlowIndex, GoneSlotsAreUsedAgainAndDoNotMakeTheIndexGrow) {
  Checked it;
  for (std::uint32_t i = 0; i < 2'000; ++i) it.insert(i / 2);
  const std::size_t octets = it.index.octets();
  for (int round = 0; round < 20; ++round) {
    for (std::uint32_t i = 0; i < 1'000; ++i) it.erase(it.hash_of.begin()->first);
    for (std::uint32_t i = 0; i < 1'000; ++i) it.insert(i);
  }
  EXPECT_TRUE(it.all_found());
  EXPECT_EQ(it.index.octets(), octets);
}

TEST(FlowIndex, AFollowedMarkMovesWithItsEntry) {
  Checked it;
  const std::uint32_t first = it.insert(5);
  const std::uint32_t second = it.insert(5);
  it.index.mark_followed(*it.find(5, second));
  it.erase(first);
  EXPECT_TRUE(it.index.home(5).followed);
  it.erase(second);
  it.insert(5);
  EXPECT_FALSE(it.index.home(5).followed);
}

// Few homes close together, so that rows, gone slots and evictions are common.
RC_GTEST_PROP(FlowIndexProperty, AgreesWithAMap, ()) {
  Checked it;
  const auto homes = *rc::gen::inRange<std::uint32_t>(1, 3'000);
  const int keeps = *rc::gen::inRange(2, 5);
  std::uint32_t random = *rc::gen::arbitrary<std::uint32_t>();
  for (int i = 0; i < 6'000; ++i) {
    random = random * 1664525u + 1013904223u;
    if ((random >> 28) % static_cast<std::uint32_t>(keeps) != 0 || it.hash_of.empty()) {
      it.insert((random >> 8) % homes + ((random >> 5 & 1u) << 20));
    } else {
      auto one = it.hash_of.lower_bound((random >> 8) % it.next);
      it.erase(one == it.hash_of.end() ? it.hash_of.begin()->first : one->first);
    }
  }
  RC_ASSERT(it.all_found());
}

}  // namespace
}  // namespace davy::flow
