#include "app/live_ledger.hpp"

#include <gtest/gtest.h>

namespace davy::app {
namespace {

const Timestamp hour = timestamp_ns(1'770'001'200'000'000'000);  // 2026-02-02T03:00:00Z

TEST(LiveLedger, CountsAreThoseSinceTheLastNote) {
  LiveLedger ledger("border", 0, hour);
  LiveCounts counts{.packets = 100,
                    .octets = 9'000,
                    .flows = 3,
                    .malformed = 1,
                    .left_out = 2,
                    .dropped_kernel = 5};
  auto cells = ledger.note(hour + std::chrono::seconds{10}, true, counts);
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].alive_s, 10);
  EXPECT_EQ(cells[0].packets, 100u);
  EXPECT_EQ(cells[0].dropped_kernel, 5u);
  EXPECT_EQ(cells[0].dropped_davy, 2u);
  counts.packets = 150;
  cells = ledger.note(hour + std::chrono::seconds{11}, true, counts);
  EXPECT_EQ(cells[0].packets, 50u);
  EXPECT_EQ(cells[0].dropped_kernel, 0u);
}

TEST(LiveLedger, TimeIsOfTheHourInWhichItPassed) {
  LiveLedger ledger("border", 0, hour - std::chrono::seconds{4});
  const auto cells = ledger.note(hour + std::chrono::seconds{6}, true, {});
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[0].alive_s, 4);
  EXPECT_EQ(cells[1].alive_s, 6);
  EXPECT_EQ(cells[0].hour + 1, cells[1].hour);
}

TEST(LiveLedger, NobodyLookedMeansNotAlive) {
  LiveLedger ledger("border", 0, hour);
  EXPECT_EQ(ledger.note(hour + std::chrono::seconds{10}, false, {})[0].alive_s, 0);
}

TEST(LiveLedger, AClockSetBackCountsNoTimeTwice) {
  LiveLedger ledger("border", 0, hour);
  EXPECT_EQ(ledger.note(hour - std::chrono::hours{1}, true, {})[0].alive_s, 0);
  EXPECT_EQ(
      ledger.note(hour - std::chrono::hours{1} + std::chrono::seconds{2}, true, {})[0].alive_s, 2);
}

TEST(LiveLedger, AClockSetFarAheadClaimsNothingBetween) {
  LiveLedger ledger("border", 0, hour);
  const auto cells = ledger.note(hour + std::chrono::hours{5}, true, {});
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].alive_s, 0);
}

}  // namespace
}  // namespace davy::app
