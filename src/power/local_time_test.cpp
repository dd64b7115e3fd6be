#include "power/local_time.hpp"

#include <gtest/gtest.h>

namespace davy::power {
namespace {

constexpr Hour july_1st_2018 = 17'713 * 24;

TEST(LocalTime, without_a_zone_local_is_utc) {
  EXPECT_EQ(to_rfc3339(LocalTime::of("")->utc(july_1st_2018)), "2018-07-01T00:00:00.000000Z");
}

TEST(LocalTime, a_zone_moves_it) {
  EXPECT_EQ(to_rfc3339(LocalTime::of("Asia/Shanghai")->utc(july_1st_2018)),
            "2018-06-30T16:00:00.000000Z");
  EXPECT_EQ(to_rfc3339(LocalTime::of("Europe/London")->utc(july_1st_2018)),
            "2018-06-30T23:00:00.000000Z");
}

TEST(LocalTime, an_unknown_zone_is_named) {
  EXPECT_EQ(LocalTime::of("Mars/Base").error().message,
            "no time zone is called Mars/Base: write it as in Asia/Shanghai");
}

}  // namespace
}  // namespace davy::power
