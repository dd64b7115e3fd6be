#include "flow/flow_index.hpp"

namespace davy::flow {

std::size_t FlowIndex::free_slot(std::uint32_t hash) const {
  std::size_t at = hash & mask();
  while (slots_[at].entry != 0) at = (at + 1) & mask();
  return at;
}

std::optional<std::uint32_t> FlowIndex::crowded(std::uint32_t hash) const {
  const std::size_t distance = (free_slot(hash) - hash) & mask();
  if (distance <= probe_max) return std::nullopt;
  return slots_[hash & mask()].entry - 1;  // the one that came first
}

std::size_t FlowIndex::insert(std::uint32_t hash, std::uint32_t entry) {
  if ((used_ + 1) * 2 > slots_.size()) grow();
  const std::size_t at = free_slot(hash);
  slots_[at].hash = hash;
  slots_[at].followed = 0;
  slots_[at].entry = (entry + 1) & 0x7fffffffu;
  ++used_;
  return at;
}

// What stands behind the hole, and may move closer to its home, does so.
void FlowIndex::erase(std::uint32_t hash, std::uint32_t entry) {
  std::size_t hole = hash & mask();
  while (slots_[hole].entry != entry + 1) hole = (hole + 1) & mask();
  for (std::size_t next = (hole + 1) & mask(); slots_[next].entry != 0; next = (next + 1) & mask()) {
    const std::size_t from_home = (next - slots_[next].hash) & mask();
    if (from_home >= ((next - hole) & mask())) {
      slots_[hole] = slots_[next];
      hole = next;
    }
  }
  slots_[hole] = {};
  --used_;
}

void FlowIndex::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.entry != 0) slots_[free_slot(slot.hash)] = slot;
  }
}

void FlowIndex::clear() {
  slots_.assign(first_slots, {});
  used_ = 0;
}

}  // namespace davy::flow
