#include "verdict/verdict.hpp"

#include <gtest/gtest.h>

#include <array>

namespace davy::verdict {
namespace {

using signal::Basis;
using signal::Signal;

Signal of(Basis basis, double nats, std::string_view group = "content") {
  return {.detector = "test",
          .independence_group = group,
          .basis = basis,
          .strength_nats = nats,
          .window_first = {},
          .window_last = {},
          .reasons = {{"test", nats, "because"}}};
}

TEST(Verdict, ReadConversationIsConfirmed) {
  const Verdict v = judge(std::vector{of(Basis::conversation, 25)});
  EXPECT_EQ(v.level, Level::confirmed);
  EXPECT_GT(v.probability, 0.999999);
  ASSERT_EQ(v.reasons.size(), 1u);
}

TEST(Verdict, AttemptStaysSuspectedHoweverClearItsWords) {
  const Verdict v = judge(std::vector{of(Basis::attempt, 30)});
  EXPECT_EQ(v.level, Level::suspected);
  EXPECT_LT(v.probability, 0.8);
}

TEST(Verdict, TwoIndependentKindsAreProbableOneKindTwiceIsNot) {
  EXPECT_EQ(
      judge(std::vector{of(Basis::behaviour, 4, "shape"), of(Basis::indicator, 4, "name")}).level,
      Level::probable);
  const Verdict once = judge(std::vector{of(Basis::behaviour, 4, "shape")});
  const Verdict twice =
      judge(std::vector{of(Basis::behaviour, 4, "shape"), of(Basis::behaviour, 4, "shape")});
  EXPECT_EQ(twice.level, Level::suspected);
  EXPECT_DOUBLE_EQ(once.probability, twice.probability);
}

TEST(Verdict, EqualReasonsAreToldOnce) {
  const std::vector<Signal> many(1000, of(Basis::conversation, 20));
  EXPECT_EQ(judge(many).reasons.size(), 1u);
}

TEST(Verdict, PartsFuseToTheVerdictOnAllTheirSignals) {
  const std::vector<Signal> signals{of(Basis::attempt, 30), of(Basis::behaviour, 4, "shape"),
                                    of(Basis::recognised, -6), of(Basis::attempt, 3)};
  const Verdict whole = judge(signals);
  const Verdict first = judge({signals[0], signals[1]});
  const Verdict second = judge({signals[2], signals[3]});
  const Verdict fused = fuse(std::array{&second, &first});
  EXPECT_EQ(fused.level, whole.level);
  EXPECT_DOUBLE_EQ(fused.probability, whole.probability);
  EXPECT_EQ(fused.reasons.size(), 1u);
}

// What a bundle of evidence keeps.
TEST(Verdict, FollowsFromItsSupportsAgain) {
  const Verdict whole =
      judge(std::vector{of(Basis::attempt, 30), of(Basis::attempt, 3), of(Basis::recognised, -6),
                        of(Basis::behaviour, 4, "shape"), of(Basis::behaviour, 2, "shape")});
  EXPECT_EQ(whole.supports.size(), 3u);
  std::vector<Signal> kept;
  for (const Support& support : whole.supports) kept.push_back(support.as_signal());
  const Verdict again = judge(kept);
  EXPECT_EQ(again.level, whole.level);
  EXPECT_EQ(again.probability, whole.probability);
  EXPECT_EQ(signal::basis_named(name(whole.supports.front().basis)), whole.supports.front().basis);
}

TEST(Verdict, ASupportLastsAsLongAsWhatSaidIt) {
  Signal early = of(Basis::behaviour, 4);
  early.window_first = Timestamp{std::chrono::hours{10}};
  early.window_last = Timestamp{std::chrono::hours{11}};
  Signal late = early;
  late.window_last = Timestamp{std::chrono::hours{15}};
  const Verdict v = judge(std::vector{early, of(Basis::behaviour, 2), late});
  ASSERT_EQ(v.supports.size(), 1u);
  EXPECT_EQ(v.supports[0].window_first, early.window_first);
  EXPECT_EQ(v.supports[0].window_last, late.window_last);
}

TEST(Verdict, ARecognitionWithoutStrengthRecognisesNothing) {
  EXPECT_EQ(judge(std::vector{of(Basis::recognised, 0)}).level, Level::unknown);
}

TEST(Verdict, OfNoPartsIsUnknown) { EXPECT_EQ(fuse({}).level, Level::unknown); }

TEST(Verdict, OnlyPositiveRecognitionLowersAndNothingIsUnknown) {
  EXPECT_EQ(judge({}).level, Level::unknown);
  EXPECT_EQ(judge(std::vector{of(Basis::recognised, -6)}).level, Level::cleared);
  const double alone = judge(std::vector{of(Basis::behaviour, 4)}).probability;
  EXPECT_LT(judge(std::vector{of(Basis::behaviour, 4), of(Basis::recognised, -6)}).probability,
            alone);
}

}  // namespace
}  // namespace davy::verdict
