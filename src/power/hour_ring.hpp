// A value and a mark for each hour of one meter, in a ring that grows at both ends.
//
// Shape:   hours from first() to end(), without holes; an hour that nothing was said of has value 0 and mark 0. The caller
//          keeps the span within limits::meter_hours_each_max.
// Threads: a value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/limits.hpp"
#include "power/power_record.hpp"

namespace davy::power {

template <class Value>
class HourRing {
 public:
  bool empty() const { return count_ == 0; }
  Hour first() const { return first_; }
  Hour end() const { return first_ + static_cast<Hour>(count_); }
  bool contains(Hour hour) const { return hour >= first_ && hour < end(); }

  Value& value(Hour hour) { return values_[index(hour)]; }
  const Value& value(Hour hour) const { return values_[index(hour)]; }
  std::uint16_t& mark(Hour hour) { return marks_[index(hour)]; }
  std::uint16_t mark(Hour hour) const { return marks_[index(hour)]; }

  // Makes room for `hour` and all between it and what is there.
  void extend(Hour hour) {
    if (empty()) first_ = hour;
    const Hour from = std::min(first_, hour);
    const Hour to = std::max(end(), hour + 1);
    grow(static_cast<std::size_t>(to - from));
    first_ = from;
    count_ = static_cast<std::size_t>(to - from);
  }

  // Hours before `hour` are no longer there; the caller has looked at them.
  void drop_before(Hour hour) {
    for (; !empty() && first_ < hour; ++first_, --count_) clear(first_);
  }
  void drop_from(Hour hour) {
    for (; !empty() && end() > hour; --count_) clear(end() - 1);
  }

  std::size_t octets() const { return values_.size() * (sizeof(Value) + sizeof(std::uint16_t)); }

 private:
  static constexpr std::size_t capacity_min = 32;

  std::size_t index(Hour hour) const {
    return static_cast<std::uint32_t>(hour) % static_cast<std::uint32_t>(values_.size());
  }
  void clear(Hour hour) {
    value(hour) = 0;
    mark(hour) = 0;
  }
  void grow(std::size_t hours) {
    if (hours <= values_.size()) return;
    HourRing larger;
    const std::size_t capacity = std::max({capacity_min, hours, values_.size() * 3 / 2});
    larger.values_.resize(std::max(hours, std::min(capacity, limits::meter_hours_each_max)));
    larger.marks_.resize(larger.values_.size());
    for (Hour hour = first_; hour < end(); ++hour) {
      larger.value(hour) = value(hour);
      larger.mark(hour) = mark(hour);
    }
    values_ = std::move(larger.values_);
    marks_ = std::move(larger.marks_);
  }

  std::vector<Value> values_;
  std::vector<std::uint16_t> marks_;
  Hour first_ = 0;
  std::size_t count_ = 0;
};

}  // namespace davy::power
