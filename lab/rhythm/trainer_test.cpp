#include "lab/rhythm/trainer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "signal/network/boosted_trees.hpp"

namespace davy::lab {
namespace {

// Two features, of which the first tells mining from the rest nine times in ten and the second nothing.
Samples simple(std::uint64_t seed) {
  Random random(seed);
  Samples out;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    const bool mining = i % 4 == 0;  // fewer; they weigh the same in all
    const bool looks_so = chance(random, mining ? .9 : .1);
    const auto noise = static_cast<float>(uniform(random, 0, 1));
    out.samples.push_back({{looks_so ? 1.f : 0.f, noise}, true, 0, i});
    out.flows.push_back({"made up", mining ? "mining" : "benign", mining, 600, 1});
  }
  return out;
}

TEST(Trainer, finds_the_likelihood_ratio_that_the_samples_were_drawn_with) {
  const auto text = train(simple(1), simple(2), 2, {.trees = 20, .depth = 2});
  ASSERT_TRUE(text) << text.error().message;
  const auto model = signal::BoostedTrees::read(*text, 2);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->trees(), 20u);
  EXPECT_NEAR(model->strength_nats(std::array{1.f, .5f}), std::log(9), .4);
  EXPECT_NEAR(model->strength_nats(std::array{0.f, .5f}), -std::log(9), .4);
}

TEST(Trainer, makes_the_same_model_of_the_same_samples) {
  const TrainingOptions options{.trees = 10, .depth = 3};
  EXPECT_EQ(train(simple(1), simple(2), 2, options).value(),
            train(simple(1), simple(2), 2, options).value());
}

TEST(Trainer, is_not_asked_about_windows_without_work) {
  Samples more = simple(1);
  more.flows.push_back({"made up", "mining", true, 600, 1});
  for (int i = 0; i < 1000; ++i) more.samples.push_back({{0.f, .5f}, false, 0, 4000});
  const auto with = train(more, simple(2), 2, {.trees = 20, .depth = 2});
  const auto model = signal::BoostedTrees::read(with.value(), 2);
  EXPECT_NEAR(model->strength_nats(std::array{0.f, .5f}), -std::log(9), .4);
}

}  // namespace
}  // namespace davy::lab
