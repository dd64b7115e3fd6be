// Where a flow's entry lies, by the flow's hash: open addressing, at most half full.
//
// Units:   8 octets a slot.
// Shape:   slots hold the low 32 bits of the hash, the entry's number, and whether the entry ever had a conversation or a rhythm, so
//          that a look into the entry is spared where there is nothing to fetch ahead. Probing is linear, and every walk
//          is bounded by probe_max: flows chosen to collide push each other out (see make_room()) instead of slowing
//          everything. An erased slot is closed up; only where the row behind it is longer than any that chance makes does
//          a gone slot stay, which is passed by and used again.
// Threads: one owner, its shard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace davy::flow {

class FlowIndex {
 public:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t followed : 1 = 0;
    std::uint32_t entry : 31 = 0;  // number + 1; 0: free; `gone`
  };
  // At half load chance never fills so many slots in a row; flows chosen for their hash would.
  static constexpr std::size_t probe_max = 512;

  FlowIndex() : slots_(first_slots) {}

  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&home(hash)); }
  // The slot at the hash's home: nearly always the flow's own, if it has one.
  const Slot& home(std::uint64_t hash) const {
    return slots_[static_cast<std::uint32_t>(hash) & mask_];
  }

  // The number of the slot whose entry has this hash and of which `same` holds; nothing if there is none.
  template <class Same>
  std::optional<std::size_t> find(std::uint32_t hash, Same same) const {
    std::size_t at = hash & mask_;
    for (std::size_t passed = 0; passed <= probe_max && slots_[at].entry != 0; ++passed) {
      if (slots_[at].hash == hash && same(slots_[at].entry - 1)) return at;
      at = (at + 1) & mask_;
    }
    return std::nullopt;
  }
  std::uint32_t entry_at(std::size_t slot) const { return slots_[slot].entry - 1; }
  void mark_followed(std::size_t slot) { slots_[slot].followed = 1; }

  // To be called before an insert, until it names no entry that must be erased first; nearly always it names none.
  std::optional<std::uint32_t> make_room(std::uint32_t hash);
  std::size_t insert(std::uint32_t hash,
                     std::uint32_t entry);  // its slot, until the next insert or erase
  void erase(std::uint32_t hash, std::uint32_t entry);
  void clear();
  std::size_t octets() const { return slots_.size() * sizeof(Slot); }

 private:
  static constexpr std::size_t first_slots = 1024;
  static constexpr std::uint32_t gone = 0x7fffffff;

  static bool holds_entry(const Slot& slot) { return slot.entry != 0 && slot.entry != gone; }
  std::optional<std::size_t> free_slot(std::uint32_t hash) const;
  void rebuild(std::size_t slots);

  std::vector<Slot> slots_;
  std::size_t mask_ = first_slots - 1;  // slots_.size() - 1
  std::size_t used_ = 0;
  std::size_t gone_ = 0;
};

}  // namespace davy::flow
