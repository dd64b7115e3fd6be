#include "signal/network/boosted_trees.hpp"

#include <gtest/gtest.h>

#include <array>

namespace davy::signal {
namespace {

TEST(BoostedTrees, adds_up_one_leaf_of_every_tree) {
  const auto model = BoostedTrees::read(
      "# a comment\nbias 0.5\nscale 2\ntree\nsplit 1 10 1 2\nleaf -1\nleaf 3  # here\ntree\nleaf "
      "0.25\n",
      2);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->trees(), 2u);
  EXPECT_EQ(model->nodes(), 4u);
  EXPECT_DOUBLE_EQ(model->strength_nats(std::array{0.f, 9.f}), .5 + 2 * (-1 + .25));
  EXPECT_DOUBLE_EQ(model->strength_nats(std::array{0.f, 10.f}), .5 + 2 * (3 + .25));
}

TEST(BoostedTrees, refuses_what_is_no_model) {
  for (const char* text :
       {"nonsense", "leaf 1", "tree\nsplit 0 1 1 2\nleaf 1", "tree\nsplit 0 1 0 0\nleaf 1\nleaf 1",
        "tree\nsplit 2 1 1 2\nleaf 1\nleaf 2", "tree\nsplit -1 1 1 2\nleaf 1\nleaf 2",
        "tree\nleaf one", "tree\nleaf 1 2", "tree\n", "tree\ntree\nleaf 1", "bias x",
        "tree\nsplit 0 1 1 4294967295\nleaf 1\nleaf 2"}) {
    EXPECT_FALSE(BoostedTrees::read(text, 2)) << text;
  }
}

TEST(BoostedTrees, of_nothing_is_nothing) {
  const auto model = BoostedTrees::read("", 2);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->strength_nats(std::array{1.f, 1.f}), 0);
}

}  // namespace
}  // namespace davy::signal
