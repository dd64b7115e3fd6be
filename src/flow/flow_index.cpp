#include "flow/flow_index.hpp"

namespace davy::flow {

std::optional<std::size_t> FlowIndex::free_slot(std::uint32_t hash) const {
  std::size_t at = hash & mask_;
  for (std::size_t passed = 0; passed <= probe_max; ++passed) {
    if (!holds_entry(slots_[at])) return at;
    at = (at + 1) & mask_;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> FlowIndex::make_room(std::uint32_t hash) {
  if ((used_ + gone_ + 1) * 2 > slots_.size()) {
    rebuild((used_ + 1) * 4 > slots_.size() ? slots_.size() * 2 : slots_.size());
  }
  if (free_slot(hash)) return std::nullopt;
  return slots_[hash & mask_].entry - 1;  // the one that came first
}

std::size_t FlowIndex::insert(std::uint32_t hash, std::uint32_t entry) {
  const std::size_t at = free_slot(hash).value();
  if (slots_[at].entry == gone) --gone_;
  slots_[at].hash = hash;
  slots_[at].followed = 0;
  slots_[at].entry = (entry + 1) & 0x7fffffffu;
  ++used_;
  return at;
}

// What stands behind the hole, and may move closer to its home, does so.
void FlowIndex::erase(std::uint32_t hash, std::uint32_t entry) {
  std::size_t hole = hash & mask_;
  while (slots_[hole].entry != entry + 1) hole = (hole + 1) & mask_;
  --used_;
  const std::size_t last = hole + probe_max;
  for (std::size_t next = hole + 1; next <= last; ++next) {
    const Slot& slot = slots_[next & mask_];
    if (slot.entry == 0) {
      slots_[hole & mask_] = {};
      return;
    }
    if (slot.entry != gone && ((next - slot.hash) & mask_) >= next - hole) {
      slots_[hole & mask_] = slot;
      hole = next;
    }
  }
  // The hash is of the slot behind: nothing that is looked for here has it.
  slots_[hole & mask_] = {
      .hash = static_cast<std::uint32_t>(hole + 1), .followed = 0, .entry = gone};
  ++gone_;
}

// In the order of the old rows, from the begin of one: so no entry comes to lie further from its home than before.
void FlowIndex::rebuild(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  mask_ = slots - 1;
  gone_ = 0;
  std::size_t begin = 0;
  while (old[begin].entry != 0) ++begin;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const Slot& slot = old[(begin + i) & (old.size() - 1)];
    if (holds_entry(slot)) slots_[free_slot(slot.hash).value()] = slot;
  }
}

void FlowIndex::clear() {
  slots_.assign(first_slots, {});
  mask_ = first_slots - 1;
  used_ = gone_ = 0;
}

}  // namespace davy::flow
