#include "signal/network/boosted_trees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace davy::signal {
namespace {

// The words of a line; more than five are none of ours.
struct Words {
  std::array<std::string_view, 6> word;
  std::size_t count = 0;
};

Words words_of(std::string_view line) {
  Words words;
  line = line.substr(0, line.find('#'));
  while (words.count < words.word.size()) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) break;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.word[words.count++] = line.substr(0, end);
    line.remove_prefix(end);
  }
  return words;
}

template <class Number>
bool number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<BoostedTrees> BoostedTrees::read(std::string_view text, std::size_t features) {
  BoostedTrees model;
  std::size_t number_of_line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    ++number_of_line;
    if (const auto read = model.line(text.substr(0, end), features); !read)
      return input_error(fmt::format("line {}: {}", number_of_line, read.error().message));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (const auto checked = model.check_links(); !checked) return std::unexpected(checked.error());
  model.close_leaves();
  return model;
}

Result<bool> BoostedTrees::check_links() const {
  for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
    const bool is_last = tree + 1 == roots_.size();
    const std::size_t end = is_last ? nodes_.size() : roots_[tree + 1];
    for (std::size_t at = roots_[tree]; at < end; ++at) {
      const Node& node = nodes_[at];
      // Links lead onwards only, so every walk ends.
      const bool onwards = node.left > at && node.right > at && node.left < end && node.right < end;
      if (node.feature >= 0 && !onwards)
        return input_error(fmt::format("tree {}: a split leads nowhere", tree));
    }
    if (roots_[tree] == end) return input_error(fmt::format("tree {} is empty", tree));
  }
  return true;
}

// A leaf leads to itself, so that all walks may take as many steps as the longest.
void BoostedTrees::close_leaves() {
  std::vector<std::uint32_t> below(nodes_.size());  // steps to the furthest leaf
  for (std::size_t at = nodes_.size(); at-- > 0;) {
    Node& node = nodes_[at];
    if (node.feature >= 0) {
      below[at] = 1 + std::max(below[node.left], below[node.right]);
      depth_ = std::max(depth_, below[at]);
    } else {
      node.feature = 0;
      node.left = node.right = static_cast<std::uint32_t>(at);
    }
  }
}

Result<bool> BoostedTrees::line(std::string_view text, std::size_t features) {
  const Words w = words_of(text);
  const auto is = [&](std::string_view name, std::size_t count) {
    return w.word[0] == name && w.count == count;
  };
  if (w.count == 0) return true;
  if (is("tree", 1)) {
    roots_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    return true;
  }
  if (is("bias", 2) && number(w.word[1], bias_)) return true;
  if (is("scale", 2) && number(w.word[1], scale_)) return true;
  Node node;
  const bool leaf = is("leaf", 2) && number(w.word[1], node.value);
  const bool split = is("split", 5) && number(w.word[1], node.feature) &&
                     number(w.word[2], node.value) && number(w.word[3], node.left) &&
                     number(w.word[4], node.right) && node.feature >= 0 &&
                     static_cast<std::size_t>(node.feature) < features;
  if (roots_.empty() || !(leaf || split)) return input_error("no line of a model");
  if (split) {
    node.left += roots_.back();
    node.right += roots_.back();
  }
  nodes_.push_back(node);
  return true;
}

double BoostedTrees::strength_nats(std::span<const float> features) const {
  double sum = 0;
  std::array<std::uint32_t, walked_at_once> at{};
  for (std::size_t first = 0; first < roots_.size(); first += walked_at_once) {
    const std::size_t count = std::min(walked_at_once, roots_.size() - first);
    std::copy_n(roots_.begin() + static_cast<std::ptrdiff_t>(first), count, at.begin());
    // Behind the last root, walks go on where others were: nobody asks where they end.
    for (std::uint32_t step = 0; step < depth_; ++step) {
      for (std::uint32_t& place : at) {
        const Node& node = nodes_[place];
        const bool below = features[static_cast<std::size_t>(node.feature)] < node.value;
        place = below ? node.left : node.right;
      }
    }
    for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(nodes_[at[i]].value);
  }
  return bias_ + scale_ * sum;
}

}  // namespace davy::signal
