// A value and a mark for each hour of one meter, in blocks that grow at both ends.
//
// Shape:   hours from first() to end(); an hour that nothing was said of has value 0 and mark 0, and a block of such hours takes
//          no memory. The caller keeps the span within limits::meter_hours_each_max.
// Threads: a value.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "power/power_record.hpp"

namespace davy::power {

template <class Value>
class HourBlocks {
 public:
  bool empty() const { return first_ == end_; }
  Hour first() const { return first_; }
  Hour end() const { return end_; }
  bool contains(Hour hour) const { return hour >= first_ && hour < end_; }

  Value value(Hour hour) const {
    const Block* block = find(hour);
    return block == nullptr ? Value{} : block->values[inside(hour)];
  }
  std::uint16_t mark(Hour hour) const {
    const Block* block = find(hour);
    return block == nullptr ? std::uint16_t{} : block->marks[inside(hour)];
  }
  // Of an hour that it contains.
  void set(Hour hour, Value value, std::uint16_t mark) {
    std::unique_ptr<Block>& block = blocks_[index(hour)];
    if (!block) block = std::make_unique<Block>();
    block->values[inside(hour)] = value;
    block->marks[inside(hour)] = mark;
  }

  // Makes room for `hour` and all between it and what is there.
  void extend(Hour hour) {
    if (empty()) {
      blocks_.clear();
      first_ = end_ = hour;
      first_block_ = number(hour);
    }
    first_ = std::min(first_, hour);
    end_ = std::max(end_, hour + 1);
    const auto before =
        static_cast<std::ptrdiff_t>(first_block_ - std::min(first_block_, number(first_)));
    std::vector<std::unique_ptr<Block>> front(static_cast<std::size_t>(before));
    if (before > 0)
      blocks_.insert(blocks_.begin(), std::make_move_iterator(front.begin()),
                     std::make_move_iterator(front.end()));
    first_block_ = std::min(first_block_, number(first_));
    const auto needed = static_cast<std::size_t>(number(end_ - 1) - first_block_ + 1);
    if (blocks_.size() < needed) blocks_.resize(needed);
  }

  // Hours before `hour`, or from it on, are no longer there; the caller has looked at them.
  void drop_before(Hour hour) {
    for (; first_ < std::min(hour, end_); ++first_) {
      forget(first_);
      if (inside(first_) + 1 == block_hours) blocks_[index(first_)].reset();
    }
    const auto gone = static_cast<std::ptrdiff_t>(std::min<std::size_t>(
        blocks_.size(), static_cast<std::size_t>(number(first_) - first_block_)));
    blocks_.erase(blocks_.begin(), blocks_.begin() + gone);
    first_block_ += static_cast<Hour>(gone);
  }
  void drop_from(Hour hour) {
    for (; end_ > std::max(hour, first_); --end_) forget(end_ - 1);
  }

  std::size_t octets() const {
    const auto held =
        std::ranges::count_if(blocks_, [](const auto& block) { return block != nullptr; });
    return static_cast<std::size_t>(held) * sizeof(Block) + blocks_.capacity() * sizeof(void*);
  }

 private:
  static constexpr int block_bits = 8;
  static constexpr std::size_t block_hours = std::size_t{1} << block_bits;
  struct Block {
    std::array<Value, block_hours> values{};
    std::array<std::uint16_t, block_hours> marks{};
  };

  static Hour number(Hour hour) { return hour >> block_bits; }
  static std::size_t inside(Hour hour) {
    return static_cast<std::size_t>(hour) & (block_hours - 1);
  }
  std::size_t index(Hour hour) const {
    return static_cast<std::size_t>(number(hour) - first_block_);
  }
  const Block* find(Hour hour) const { return blocks_[index(hour)].get(); }
  void forget(Hour hour) {
    if (find(hour) != nullptr) set(hour, Value{}, 0);
  }

  std::vector<std::unique_ptr<Block>> blocks_;
  Hour first_block_ = 0;
  Hour first_ = 0;
  Hour end_ = 0;
};

}  // namespace davy::power
