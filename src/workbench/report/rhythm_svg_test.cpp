#include "workbench/report/rhythm_svg.hpp"

#include <gtest/gtest.h>

namespace davy::report {
namespace {

using flow::Direction;

std::size_t strokes(const std::string& html) {
  std::size_t count = 0;
  for (std::size_t at = html.find("<path"); at != std::string::npos;
       at = html.find("<path", at + 1))
    ++count;
  return count;
}

flow::RhythmRecord job_and_two_shares() {
  flow::RhythmRecord rhythm;
  rhythm.window = {{0, 380, Direction::reverse},
                   {10, 230, Direction::forward},
                   {10.1f, 60, Direction::reverse},
                   {25, 230, Direction::forward},
                   {25.1f, 60, Direction::reverse}};
  rhythm.window_first = Timestamp{std::chrono::hours{480'000}};
  return rhythm;
}

TEST(RhythmSvg, draws_a_stroke_for_each_message_in_the_row_of_its_role) {
  const std::string html = rhythm_html(job_and_two_shares(), Direction::forward, Language::en);
  EXPECT_EQ(strokes(html), 5u);
  EXPECT_NE(html.find("<title>Server, unasked: 1</title>"), std::string::npos);
  EXPECT_NE(html.find("<title>Client: 2</title>"), std::string::npos);
  EXPECT_NE(html.find(">380<"), std::string::npos);
}

TEST(RhythmSvg, a_role_that_nobody_has_gets_no_row) {
  auto rhythm = job_and_two_shares();
  rhythm.window.resize(3);
  rhythm.window.erase(rhythm.window.begin());
  const std::string html = rhythm_html(rhythm, Direction::forward, Language::zh);
  EXPECT_EQ(html.find("服务端主动"), std::string::npos);
  EXPECT_NE(html.find("服务端应答"), std::string::npos);
}

TEST(RhythmSvg, of_nothing_is_nothing) {
  EXPECT_EQ(rhythm_html({}, Direction::forward, Language::en), "");
}

TEST(RhythmSvg, messages_at_one_moment_are_drawn_all_the_same) {
  flow::RhythmRecord rhythm;
  rhythm.window.assign(4, {0, 4095, Direction::reverse});
  EXPECT_EQ(strokes(rhythm_html(rhythm, Direction::forward, Language::en)), 4u);
}

}  // namespace
}  // namespace davy::report
