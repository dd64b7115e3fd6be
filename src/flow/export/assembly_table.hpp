// The flows that are being put together, by their canonical key.
//
// Units:   octets of memory: a page is some 200 KiB, and 16 octets a flow for the index.
// Shape:   entries lie in pages that never move; those that are erased are used again.
// Bounds:  the caller's: it looks at size() before it inserts.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/prefetch.hpp"
#include "flow/export/flow_assembly.hpp"
#include "flow/flow_index.hpp"

namespace davy::flow {

class AssemblyTable {
 public:
  static std::uint32_t hash_of(const FlowKey& key);

  // Two steps on the way to find(), each worth a while of other work before the next: its place in the index, its entry.
  void prefetch_place(std::uint32_t hash) const { index_.prefetch(hash); }
  void prefetch_entry(std::uint32_t hash) {
    const FlowIndex::Slot& slot = index_.home(hash);
    if (slot.hash == hash && slot.entry != 0 && slot.entry <= made_)
      prefetch_lines(&at(slot.entry - 1), sizeof(Entry));
  }
  // Null: not there.
  FlowAssembly* find(const FlowKey& key, std::uint32_t hash);
  // A flow that must be erased before one with this hash has a place: of those whose keys were chosen to collide.
  FlowAssembly* in_the_way(std::uint32_t hash);
  FlowAssembly& insert(const FlowKey& key, std::uint32_t hash);
  void erase(FlowAssembly& flow);
  void clear();
  std::size_t size() const { return size_; }

  template <class Take>
  void for_each(Take take) {
    for (std::uint32_t number = 0; number < made_; ++number)
      if (Entry& entry = at(number); entry.used) take(entry.flow);
  }

 private:
  struct Entry {
    FlowAssembly flow;
    std::uint32_t number = 0;
    bool used = false;
  };
  static constexpr std::uint32_t page_bits = 10;
  static constexpr std::uint32_t page_entries = 1u << page_bits;
  using Page = std::array<Entry, page_entries>;

  Entry& at(std::uint32_t number) {
    return (*pages_[number >> page_bits])[number & (page_entries - 1)];
  }
  std::uint32_t free_number();

  FlowIndex index_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::uint32_t> free_;
  std::uint32_t made_ = 0;  // entries that were ever used
  std::size_t size_ = 0;
};

}  // namespace davy::flow
