#include "workbench/api/standing_answers.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace davy::api {
namespace {

constexpr Timestamp noon = Timestamp{std::chrono::hours{12}};

TEST(StandingAnswers, what_is_quick_is_worked_out_for_each) {
  StandingAnswers<int> answers;
  int made = 0;
  const auto make = [&]() -> Result<int> { return ++made; };
  EXPECT_EQ(*answers.get("a", noon, make, make), 1);
  EXPECT_EQ(*answers.get("a", noon, make, make), 2);
}

TEST(StandingAnswers, what_is_dear_stands_and_is_worked_out_behind_the_scenes) {
  StandingAnswers<int> answers;
  std::atomic<int> made = 0;
  const auto make = [&]() -> Result<int> {
    std::this_thread::sleep_for(answer_is_quick + std::chrono::milliseconds{10});
    return ++made;
  };
  EXPECT_EQ(*answers.get("a", noon, make, make), 1);
  EXPECT_EQ(*answers.get("a", noon, make, make), 1);
  const Timestamp later = noon + answer_stands + Duration{1};
  int answer = *answers.get("a", later, make, make);
  EXPECT_EQ(answer, 1);
  while (answer == 1) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
    answer = *answers.get("a", later, make, make);
  }
  EXPECT_EQ(answer, 2);
}

TEST(StandingAnswers, a_clock_that_was_set_back_does_not_keep_an_answer_for_ever) {
  StandingAnswers<int> answers;
  std::atomic<int> made = 0;
  const auto make = [&]() -> Result<int> {
    std::this_thread::sleep_for(answer_is_quick + std::chrono::milliseconds{10});
    return ++made;
  };
  EXPECT_EQ(*answers.get("a", noon, make, make), 1);
  EXPECT_EQ(*answers.get("a", noon - std::chrono::hours{1}, make, make), 1);
  while (made < 2) std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

TEST(StandingAnswers, a_failure_is_told_and_not_kept) {
  StandingAnswers<int> answers;
  const auto fails = []() -> Result<int> { return input_error("no"); };
  const auto works = []() -> Result<int> { return 3; };
  EXPECT_FALSE(answers.get("a", noon, fails, fails));
  EXPECT_EQ(*answers.get("a", noon, works, works), 3);
}

}  // namespace
}  // namespace davy::api
