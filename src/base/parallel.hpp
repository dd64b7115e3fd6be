// Work that falls into parts which do not depend on each other, on several threads.
//
// Shape:   each index of [0, count) is worked on once, by any thread, in pieces of `piece` neighbours. What is written
//          by index is the same whatever the number of threads.
// Errors:  `work` must not throw.
// Threads: the caller's is one of them; all are done when it returns.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace davy {

template <class Work>
void for_each_index(std::size_t count, std::size_t piece, unsigned threads, Work work) {
  std::atomic<std::size_t> next = 0;
  const auto take_pieces = [&] {
    for (std::size_t begin = next.fetch_add(piece); begin < count; begin = next.fetch_add(piece)) {
      for (std::size_t i = begin; i < std::min(begin + piece, count); ++i) work(i);
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads && t * piece < count; ++t) others.emplace_back(take_pieces);
  take_pieces();
}

}  // namespace davy
