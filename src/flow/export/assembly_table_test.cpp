#include "flow/export/assembly_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace davy::flow {
namespace {

FlowKey key_of(std::uint32_t number) {
  FlowKey key;
  key.source_port = static_cast<std::uint16_t>(number);
  key.destination_port = static_cast<std::uint16_t>(number >> 16);
  return key;
}

FlowAssembly& insert(AssemblyTable& table, std::uint32_t number, std::uint32_t hash) {
  while (FlowAssembly* flow = table.in_the_way(hash)) table.erase(*flow);
  return table.insert(key_of(number), hash);
}

RC_GTEST_PROP(AssemblyTable, SaysWhatAMapSays, ()) {
  AssemblyTable table;
  std::map<std::uint32_t, std::uint64_t> expected;
  for (const auto& [number, inserts] :
       *rc::gen::container<std::vector<std::pair<std::uint32_t, bool>>>(
           rc::gen::pair(rc::gen::inRange(0u, 60u), rc::gen::arbitrary<bool>()))) {
    const std::uint32_t hash = number % 7;  // many share one
    FlowAssembly* flow = table.find(key_of(number), hash);
    RC_ASSERT((flow != nullptr) == expected.contains(number));
    if (flow != nullptr) RC_ASSERT(flow->packets[0] == expected[number]);
    if (flow == nullptr && inserts)
      insert(table, number, hash).packets[0] = expected[number] = number;
    if (flow != nullptr && !inserts) table.erase(*flow), expected.erase(number);
  }
  std::map<std::uint32_t, std::uint64_t> found;
  table.for_each([&](FlowAssembly& flow) { found[flow.key.source_port] = flow.packets[0]; });
  RC_ASSERT(found == expected);
  RC_ASSERT(table.size() == expected.size());
}

TEST(AssemblyTable, PlacesAreUsedAgainAndCarryNothingOver) {
  AssemblyTable table;
  FlowAssembly& first = insert(table, 1, 1);
  first.packets[0] = 5;
  first.client_known = true;
  table.erase(first);
  FlowAssembly& second = insert(table, 2, 2);
  EXPECT_EQ(&first, &second);
  EXPECT_EQ(second.packets[0], 0u);
  EXPECT_FALSE(second.client_known);
}

TEST(AssemblyTable, KeysChosenToCollidePushEachOtherOut) {
  AssemblyTable table;
  for (std::uint32_t number = 0; number < 5'000; ++number) insert(table, number, 3);
  EXPECT_LE(table.size(), FlowIndex::probe_max + 1);
  EXPECT_NE(table.find(key_of(4'999), 3), nullptr);
}

TEST(AssemblyTable, ManyPages) {
  AssemblyTable table;
  for (std::uint32_t number = 0; number < 5'000; ++number) {
    const FlowKey key = key_of(number);
    insert(table, number, AssemblyTable::hash_of(key)).octets[1] = number;
  }
  for (std::uint32_t number = 0; number < 5'000; ++number) {
    const FlowKey key = key_of(number);
    const FlowAssembly* flow = table.find(key, AssemblyTable::hash_of(key));
    ASSERT_NE(flow, nullptr);
    EXPECT_EQ(flow->octets[1], number);
  }
  table.clear();
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(table.find(key_of(1), AssemblyTable::hash_of(key_of(1))), nullptr);
}

}  // namespace
}  // namespace davy::flow
