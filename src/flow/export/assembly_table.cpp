#include "flow/export/assembly_table.hpp"

namespace davy::flow {
namespace {

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93u;
  return value ^ (value >> 29);
}

}  // namespace

std::uint32_t AssemblyTable::hash_of(const FlowKey& key) {
  const std::uint64_t ports =
      std::uint64_t{key.source_port} << 48 | std::uint64_t{key.destination_port} << 32 |
      std::uint64_t{key.vlan} << 8 | static_cast<std::uint64_t>(key.transport);
  return static_cast<std::uint32_t>(
      mix(mix(mix(mix(mix(ports) + key.source_address.half(0)) + key.source_address.half(8)) +
              key.destination_address.half(0)) +
          key.destination_address.half(8)));
}

FlowAssembly* AssemblyTable::find(const FlowKey& key, std::uint32_t hash) {
  const auto slot =
      index_.find(hash, [&](std::uint32_t number) { return at(number).flow.key == key; });
  return slot ? &at(index_.entry_at(*slot)).flow : nullptr;
}

FlowAssembly* AssemblyTable::in_the_way(std::uint32_t hash) {
  const auto number = index_.make_room(hash);
  return number ? &at(*number).flow : nullptr;
}

std::uint32_t AssemblyTable::free_number() {
  if (!free_.empty()) {
    const std::uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }
  if (made_ >> page_bits == pages_.size()) pages_.push_back(std::make_unique<Page>());
  at(made_).number = made_;
  return made_++;
}

FlowAssembly& AssemblyTable::insert(const FlowKey& key, std::uint32_t hash) {
  Entry& entry = at(free_number());
  entry.used = true;
  entry.flow.key = key;
  entry.flow.hash = hash;
  index_.insert(hash, entry.number);
  ++size_;
  return entry.flow;
}

void AssemblyTable::erase(FlowAssembly& flow) {
  const auto slot =
      index_.find(flow.hash, [&](std::uint32_t number) { return &at(number).flow == &flow; });
  if (!slot) return;
  const std::uint32_t number = index_.entry_at(*slot);
  index_.erase(flow.hash, number);
  at(number).used = false;
  flow = {};
  free_.push_back(number);
  --size_;
}

void AssemblyTable::clear() {
  index_.clear();
  pages_.clear();
  free_.clear();
  made_ = 0;
  size_ = 0;
}

}  // namespace davy::flow
