// The meters of a file by the text that stands in its rows, without a look-up where rows follow each other as before.
//
// Shape:   each text has the numbers of its meter, one for each quantity of a row. Rows of one meter after another, and rows of all
//          meters for each time in turn, are found by what came next last time.
// Bounds:  limits::meters_max texts; nullptr beyond.
// Threads: one owner.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "power/meter_book.hpp"

namespace davy::power {

class MeterNames {
 public:
  // `make` gives the numbers of a new text.
  template <class Make>
  const MeterNumber* find(std::string_view text, Make make) {
    if (last_ < known_.size()) {
      if (known_[last_].text == text) return known_[last_].numbers.data();
      const std::size_t next = known_[last_].next;
      if (next < known_.size() && known_[next].text == text) {
        last_ = next;
        return known_[next].numbers.data();
      }
    }
    return look_up(text, make);
  }
  std::size_t size() const { return known_.size(); }

 private:
  struct Known {
    std::string text;
    std::vector<MeterNumber> numbers;
    std::size_t next = 0;
  };
  template <class Make>
  const MeterNumber* look_up(std::string_view text, Make make) {
    key_ = text;
    auto found = index_.find(key_);
    if (found == index_.end()) {
      if (known_.size() == limits::meters_max) return nullptr;
      found = index_.emplace(key_, known_.size()).first;
      known_.push_back({key_, make(), 0});
    }
    if (last_ < known_.size()) known_[last_].next = found->second;
    last_ = found->second;
    return known_[last_].numbers.data();
  }

  std::vector<Known> known_;
  std::unordered_map<std::string, std::size_t> index_;
  std::string key_;
  std::size_t last_ = 0;
};

}  // namespace davy::power
