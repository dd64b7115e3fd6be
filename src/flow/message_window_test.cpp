#include "flow/message_window.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

namespace davy::flow {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::size_t of_size(const MessageWindow& window, std::uint16_t octets) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < window.size(); ++i) count += window[i].octets == octets;
  return count;
}

TEST(MessageWindow, what_fits_is_kept_as_it_came) {
  MessageWindow window;
  window.add(Direction::forward, 100, Duration{0});
  window.add(Direction::reverse, 70'000, hours{1});
  EXPECT_EQ(window.size(), 2u);
  EXPECT_EQ(window[0].octets, 100);
  EXPECT_EQ(window.last().octets, 4095);
  EXPECT_EQ(window.last().gap_ms, (1u << 19) - 1);
  EXPECT_EQ(window.last().direction, Direction::reverse);
  window.set_last_octets(7);
  EXPECT_EQ(window.last().octets, 7);
  EXPECT_EQ(window.last().direction, Direction::reverse);
}

TEST(MessageWindow, where_all_recurs_the_last_are_kept) {
  MessageWindow window;
  for (std::uint32_t i = 0; i < 1000; ++i)
    window.add(static_cast<Direction>(i % 2), i < 900 ? 100 : 200, seconds{1});
  EXPECT_EQ(of_size(window, 100) + of_size(window, 200), window.size());
  EXPECT_EQ(of_size(window, 100), 0u);
  EXPECT_EQ(window.strays(), 0u);
  EXPECT_EQ(window[1].gap_ms, 1000u) << "what is old goes without a gap";
}

// One message in ten is of a size that recurs, the others of any: without strays there would be nine of a hundred.
TEST(MessageWindow, what_never_comes_again_makes_room_for_what_does) {
  MessageWindow window;
  std::mt19937 random(7);
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const std::uint32_t size =
        i % 10 == 0 ? 250u : static_cast<std::uint32_t>(1000 + random() % 2500);
    window.add(Direction::forward, size, milliseconds{500});
  }
  EXPECT_GE(of_size(window, 250), 40u);
  EXPECT_GT(window.strays(), 1000u);
}

TEST(MessageWindow, sizes_at_random_have_no_strays) {
  MessageWindow window;
  std::mt19937 random(7);
  for (std::uint32_t i = 0; i < 2000; ++i)
    window.add(static_cast<Direction>(i % 2), static_cast<std::uint32_t>(100 + random() % 256),
               seconds{1});
  EXPECT_LT(window.strays(), 100u);
}

RC_GTEST_PROP(MessageWindow, the_time_between_those_kept_is_what_went_by, ()) {
  MessageWindow window;
  const auto sizes =
      *rc::gen::container<std::vector<std::uint16_t>>(300, rc::gen::inRange<std::uint16_t>(1, 400));
  std::uint64_t total_ms = 0, kept_ms = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const int gap_ms = sizes[i] * 3;
    window.add(static_cast<Direction>(i % 2), sizes[i], milliseconds{gap_ms});
    total_ms += static_cast<std::uint64_t>(gap_ms);
  }
  for (std::size_t i = 0; i < window.size(); ++i) kept_ms += window[i].gap_ms;
  RC_ASSERT(window.size() <= MessageWindow::kept_max);
  RC_ASSERT(kept_ms <= total_ms);
  RC_ASSERT(window.last().octets == sizes.back());
}

}  // namespace
}  // namespace davy::flow
