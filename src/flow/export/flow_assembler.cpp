#include "flow/export/flow_assembler.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace davy::flow {
namespace {

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93u;
  return value ^ (value >> 29);
}

std::uint32_t saturated(std::uint64_t value) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

// The same key whoever is named first.
FlowKey canonical(const FlowKey& key, bool& reversed) {
  reversed = std::tie(key.destination_address, key.destination_port) <
             std::tie(key.source_address, key.source_port);
  if (!reversed) return key;
  FlowKey turned = key;
  std::swap(turned.source_address, turned.destination_address);
  std::swap(turned.source_port, turned.destination_port);
  return turned;
}

bool has_syn(std::uint8_t tcp_flags) { return (tcp_flags & capture::TcpFlags::syn) != 0; }

}  // namespace

void FlowAssembly::add(const ExportedFlow& piece, bool reversed) {
  first_seen = std::min(first_seen, piece.first_seen);
  last_seen = std::max(last_seen, piece.last_seen);
  sampled_one_in = std::max(sampled_one_in, piece.sampled_one_in);
  octets_of = piece.octets_of;
  FlowInterval interval{.first = piece.first_seen, .last = piece.last_seen};
  for (const std::size_t told : {0u, 1u}) {
    if (told == 1 && !piece.both_directions) continue;
    const std::size_t way = reversed ? 1 - told : told;
    seen[way] = true;
    began[way] = std::min(began[way], piece.first_seen);
    syn[way] = syn[way] || has_syn(piece.tcp_flags[told]);
    packets[way] += piece.packets[told] * piece.sampled_one_in;
    octets[way] += piece.octets[told] * piece.sampled_one_in;
    interval.packets[way] = saturated(piece.packets[told]);
    interval.octets[way] = saturated(piece.octets[told]);
  }
  if (piece.client_known && !client_known) client_known = true, client_is_second = reversed;
  keep_interval(interval);
}

void FlowAssembly::keep_interval(const FlowInterval& interval) {
  // Half at a time, so that this is rare.
  if (intervals.size() == limits::intervals_per_flow_max)
    intervals.erase(intervals.begin(), intervals.begin() + limits::intervals_per_flow_max / 2);
  intervals.push_back(interval);
}

bool FlowAssembly::opens_from_second(const FlowKey& key, bool& opening_seen) const {
  opening_seen = client_known || (syn[0] && syn[1] && began[0] != began[1]);
  if (client_known) return client_is_second;
  if (opening_seen) return began[1] < began[0];
  return key.destination_port > key.source_port;
}

FlowAssembler::FlowAssembler(const AssemblerOptions& options, FlowSink& sink)
    : options_(options), sink_(sink) {}

std::size_t FlowKeyHash::operator()(const FlowKey& key) const noexcept {
  const std::uint64_t ports =
      std::uint64_t{key.source_port} << 48 | std::uint64_t{key.destination_port} << 32 |
      std::uint64_t{key.vlan} << 8 | static_cast<std::uint64_t>(key.transport);
  return mix(mix(mix(mix(mix(ports) + key.source_address.half(0)) + key.source_address.half(8)) +
                 key.destination_address.half(0)) +
             key.destination_address.half(8));
}

// A 5-tuple that was silent for longer than the time-out begins anew. Null: no room.
FlowAssembly* FlowAssembler::find(const FlowKey& key, Timestamp time, bool& reversed) {
  const FlowKey ends = canonical(key, reversed);
  if (const auto known = flows_.find(ends); known != flows_.end()) {
    FlowAssembly& flow = known->second;
    if (flow.last_seen == Timestamp::min() || time - flow.last_seen <= options_.idle_timeout)
      return &flow;
    report(ends, flow);
    flow = FlowAssembly{};
    return &flow;
  }
  if (newest_ - swept_ > options_.idle_timeout / 4) report_idle();
  if (flows_.size() >= options_.flows_max) {
    ++counts_.left_out;
    return nullptr;
  }
  return &flows_.try_emplace(ends).first->second;
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
  newest_ = std::max(newest_, piece.last_seen);
  bool reversed = false;
  if (FlowAssembly* flow = find(piece.key, piece.first_seen, reversed)) flow->add(piece, reversed);
}

void FlowAssembler::names(const ExportedNames& told) {
  newest_ = std::max(newest_, told.time);
  counts_.first_seen = std::min(counts_.first_seen, told.time);
  counts_.last_seen = std::max(counts_.last_seen, told.time);
  bool reversed = false;
  FlowAssembly* flow = find(told.key, told.time, reversed);
  if (flow == nullptr) return;
  flow->first_seen = std::min(flow->first_seen, told.time);
  flow->last_seen = std::max(flow->last_seen, told.time);
  // Logs tell of names from the client's side.
  if (!flow->client_known) flow->client_known = true, flow->client_is_second = reversed;
  if (flow->names == nullptr) flow->names = std::make_unique<NamesRecord>();
  for (const HostName& host : told.names.hosts) add_host(*flow->names, host.text, host.source);
  if (told.names.hello_seen) flow->names->hello_seen = true, flow->names->hello = told.names.hello;
}

void FlowAssembler::report(const FlowKey& key, FlowAssembly& flow) {
  bool opening_seen = false;
  const bool turned = flow.opens_from_second(key, opening_seen);
  FlowRecord record;
  record.key = key;
  record.opening_seen = opening_seen;
  record.first_seen = flow.first_seen;
  record.last_seen = flow.last_seen;
  record.packets = flow.packets;
  record.octets = flow.octets;
  record.names = std::move(flow.names);
  if (turned) {
    std::swap(record.key.source_address, record.key.destination_address);
    std::swap(record.key.source_port, record.key.destination_port);
    std::swap(record.packets[0], record.packets[1]);
    std::swap(record.octets[0], record.octets[1]);
    std::swap(flow.seen[0], flow.seen[1]);
    for (FlowInterval& interval : flow.intervals) {
      std::swap(interval.packets[0], interval.packets[1]);
      std::swap(interval.octets[0], interval.octets[1]);
    }
  }
  std::ranges::stable_sort(flow.intervals, {}, &FlowInterval::first);
  record.intervals =
      std::make_unique<IntervalsRecord>(IntervalsRecord{.intervals = std::move(flow.intervals),
                                                        .seen = flow.seen,
                                                        .octets_of = flow.octets_of,
                                                        .sampled_one_in = flow.sampled_one_in});
  ++counts_.flows;
  sink_.flow(std::move(record));
}

// What is over by the newest time told.
void FlowAssembler::report_idle() {
  std::vector<FlowKey> over;
  for (const auto& [key, flow] : flows_)
    if (newest_ - flow.last_seen > options_.idle_timeout) over.push_back(key);
  std::ranges::sort(over);
  for (const FlowKey& key : over) {
    report(key, flows_.at(key));
    flows_.erase(key);
  }
  swept_ = newest_;
}

void FlowAssembler::finish() {
  std::vector<std::pair<const FlowKey*, FlowAssembly*>> all;
  all.reserve(flows_.size());
  for (auto& [key, flow] : flows_) all.emplace_back(&key, &flow);
  std::ranges::sort(all, [](const auto& a, const auto& b) {
    return std::tie(a.second->first_seen, *a.first) < std::tie(b.second->first_seen, *b.first);
  });
  for (const auto& [key, flow] : all) report(*key, *flow);
  flows_.clear();
}

}  // namespace davy::flow
