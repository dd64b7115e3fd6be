#include "flow/export/flow_assembler.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/prefetch.hpp"

namespace davy::flow {
namespace {

// Before another, by address and then port: this is asked of every piece, so in words and not octet by octet.
bool is_before(const IpAddress& a, std::uint16_t a_port, const IpAddress& b, std::uint16_t b_port) {
  for (const std::size_t half : {0u, 8u}) {
    if (a.half(half) != b.half(half))
      return load_be64(a.octets.data() + half) < load_be64(b.octets.data() + half);
  }
  return a_port < b_port;
}

// The same key whoever is named first.
FlowKey canonical(const FlowKey& key, bool& reversed) {
  reversed =
      is_before(key.destination_address, key.destination_port, key.source_address, key.source_port);
  if (!reversed) return key;
  FlowKey turned = key;
  std::swap(turned.source_address, turned.destination_address);
  std::swap(turned.source_port, turned.destination_port);
  return turned;
}

}  // namespace

FlowAssembler::FlowAssembler(const AssemblerOptions& options, FlowSink& sink)
    : options_(options), sink_(sink) {}

// A 5-tuple that was silent for longer than the time-out begins anew, but names join names. Null: no room.
FlowAssembly* FlowAssembler::find(const FlowKey& ends, std::uint32_t hash, Timestamp time,
                                  Told told) {
  if (FlowAssembly* flow = flows_.find(ends, hash)) {
    const bool waits = told == Told::names && !flow->is_counted();
    if (waits || time - flow->last_seen <= options_.idle_timeout) return flow;
    report(*flow);
  } else {
    make_room(hash);
  }
  if (flows_.size() >= options_.flows_max) {
    ++counts_.left_out;
    return nullptr;
  }
  return &flows_.insert(ends, hash);
}

void FlowAssembler::make_room(std::uint32_t hash) {
  if (newest_ - swept_ > options_.idle_timeout / 4) report_idle();
  while (FlowAssembly* flow = flows_.in_the_way(hash)) {
    ++counts_.left_out;
    report(*flow);
  }
}

void FlowAssembler::count(const ExportedFlow& piece) {
  ++counts_.pieces;
  for (const std::size_t way : {0u, 1u}) {
    counts_.packets += piece.packets[way];
    counts_.octets += piece.octets[way];
  }
  counts_.sampled_one_in_max = std::max(counts_.sampled_one_in_max, piece.sampled_one_in);
  counts_.first_seen = std::min(counts_.first_seen, piece.first_seen);
  counts_.last_seen = std::max(counts_.last_seen, piece.last_seen);
}

void FlowAssembler::flow(const ExportedFlow& piece) {
  count(piece);
  Waiting& last = waiting_[told_ % ahead];
  last.piece = piece;
  last.ends = canonical(piece.key, last.reversed);
  last.hash = AssemblyTable::hash_of(last.ends);
  flows_.prefetch_place(last.hash);
  ++told_;
  if (told_ - settled_ >= ahead / 2)
    flows_.prefetch_entry(waiting_[(told_ - ahead / 2) % ahead].hash);
  if (told_ - settled_ == ahead) settle_one();
}

void FlowAssembler::settle_one() {
  const Waiting& next = waiting_[settled_++ % ahead];
  newest_ = std::max(newest_, next.piece.last_seen);
  if (FlowAssembly* flow = find(next.ends, next.hash, next.piece.first_seen, Told::counts))
    flow->add(next.piece, next.reversed);
}

void FlowAssembler::settle() {
  while (settled_ != told_) settle_one();
}

void FlowAssembler::names(const ExportedNames& told) {
  settle();
  newest_ = std::max(newest_, told.time);
  counts_.first_seen = std::min(counts_.first_seen, told.time);
  counts_.last_seen = std::max(counts_.last_seen, told.time);
  bool reversed = false;
  const FlowKey ends = canonical(told.key, reversed);
  if (FlowAssembly* flow = find(ends, AssemblyTable::hash_of(ends), told.time, Told::names))
    flow->add(told, reversed);
}

void FlowAssembler::tell(FlowAssembly& flow) {
  ++counts_.flows;
  sink_.flow(flow.take_record());
}

void FlowAssembler::report(FlowAssembly& flow) {
  tell(flow);
  flows_.erase(flow);
}

// What is over by the newest time told. Names alone wait, unless there is no room.
void FlowAssembler::report_idle() {
  const bool is_full = flows_.size() >= options_.flows_max;
  std::vector<FlowAssembly*> over;
  flows_.for_each([&](FlowAssembly& flow) {
    if (newest_ - flow.last_seen > options_.idle_timeout && (flow.is_counted() || is_full))
      over.push_back(&flow);
  });
  std::ranges::sort(over, {}, &FlowAssembly::key);
  for (FlowAssembly* flow : over) report(*flow);
  swept_ = newest_;
}

// In the order of their begin they lie all over memory: times are sorted beside them, and some are fetched ahead.
void FlowAssembler::finish() {
  settle();
  std::vector<std::pair<Timestamp, FlowAssembly*>> all;
  all.reserve(flows_.size());
  flows_.for_each([&](FlowAssembly& flow) { all.emplace_back(flow.first_seen, &flow); });
  std::ranges::sort(all, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->key < b.second->key;
  });
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i + ahead < all.size()) prefetch_lines(all[i + ahead].second, sizeof(FlowAssembly));
    tell(*all[i].second);
  }
  flows_.clear();
}

}  // namespace davy::flow
