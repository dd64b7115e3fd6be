// Gradient-boosted regression trees, read from text and evaluated.
//
// Units:   the sum of leaves and bias is a natural-log likelihood ratio, as the trainer calibrated it.
// Shape:   a line each, '#' begins a comment:  bias B  |  scale S  |  tree  |  split FEATURE THRESHOLD LEFT RIGHT  |  leaf VALUE.
//          Nodes are numbered from 0 within their tree; a split goes LEFT where the feature is below the threshold. The
//          strength is bias + scale × the sum of one leaf of every tree.
// Errors:  text that is no such model: Result.
// Threads: const after reading.
// Source:  the format is ours; lab/train_trees writes it from XGBoost's trees.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace davy::signal {

class BoostedTrees {
 public:
  static Result<BoostedTrees> read(std::string_view text, std::size_t features);

  double strength_nats(std::span<const float> features) const;
  std::size_t trees() const { return roots_.size(); }
  std::size_t nodes() const { return nodes_.size(); }

 private:
  struct Node {
    std::int32_t feature = -1;  // -1: a leaf
    float value = 0;            // threshold, or the leaf's
    std::uint32_t left = 0, right = 0;
  };
  // Trees walked side by side: one step waits for memory as long as all of theirs.
  static constexpr std::size_t walked_at_once = 10;

  Result<bool> line(std::string_view text, std::size_t features);
  Result<bool> check_links() const;
  void close_leaves();

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;
  std::uint32_t depth_ = 0;  // steps from a root to the furthest leaf
  double bias_ = 0;
  double scale_ = 1;
};

}  // namespace davy::signal
