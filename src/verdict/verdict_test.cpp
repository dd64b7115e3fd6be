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
