// Sorts large values: compares them where they lie, and moves each once.
//
// Shape:   values with numbers: a vector, a deque. Stable. By a small key first: the keys lie side by side, so that most comparisons touch no value. A merge sort
//          of the values would move each some fifteen times where there are 30,000.
// Errors:  none.
// Threads: pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace davy {

// `less` decides where keys are equal.
template <class Values, class KeyOf, class Less>
void sort_large(Values& values, KeyOf key_of, Less less) {
  using Value = Values::value_type;
  struct Place {
    decltype(key_of(values.front())) key;
    std::size_t from;
  };
  std::vector<Place> places;
  places.reserve(values.size());
  for (const Value& value : values) places.push_back({key_of(value), places.size()});
  std::ranges::stable_sort(places, [&](const Place& a, const Place& b) {
    if (const auto order = a.key <=> b.key; order != 0) return order < 0;
    return less(values[a.from], values[b.from]);
  });
  std::vector<std::size_t> from;  // whose value comes here
  from.reserve(values.size());
  for (const Place& place : places) from.push_back(place.from);
  for (std::size_t begin = 0; begin < values.size(); ++begin) {
    if (from[begin] == begin) continue;
    Value first = std::move(values[begin]);
    std::size_t at = begin;
    for (; from[at] != begin; at = std::exchange(from[at], at))
      values[at] = std::move(values[from[at]]);
    values[at] = std::move(first);
    from[at] = at;
  }
}

}  // namespace davy
