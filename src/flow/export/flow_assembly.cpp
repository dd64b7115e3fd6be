#include "flow/export/flow_assembly.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

std::uint32_t saturated(std::uint64_t value) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

bool has_syn(std::uint8_t tcp_flags) { return (tcp_flags & capture::TcpFlags::syn) != 0; }

void swap_ends(FlowRecord& record) {
  std::swap(record.key.source_address, record.key.destination_address);
  std::swap(record.key.source_port, record.key.destination_port);
  std::swap(record.packets[0], record.packets[1]);
  std::swap(record.octets[0], record.octets[1]);
}

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
  changed = true;
}

void FlowAssembly::add(const ExportedNames& told, bool reversed) {
  changed = true;
  first_seen = std::min(first_seen, told.time);
  last_seen = std::max(last_seen, told.time);
  // Logs tell of names from the client's side.
  if (!client_known) client_known = true, client_is_second = reversed;
  if (names == nullptr) names = std::make_unique<NamesRecord>();
  for (const HostName& host : told.names.hosts) add_host(*names, host.text, host.source);
  if (told.names.hello_seen) names->hello_seen = true, names->hello = told.names.hello;
}

void FlowAssembly::keep_interval(const FlowInterval& interval) {
  constexpr std::size_t more_max = limits::intervals_per_flow_max - held_here;
  constexpr std::size_t usual = 8;  // spares the small vectors on the way there
  if (intervals_ < held_here && more_intervals_.empty()) {
    first_intervals_[intervals_++] = interval;
    return;
  }
  if (more_intervals_.empty()) more_intervals_.reserve(usual);
  // Half at a time, so that this is rare.
  if (more_intervals_.size() == more_max) {
    intervals_ = 0;
    more_intervals_.erase(more_intervals_.begin(), more_intervals_.begin() + more_max / 2);
  }
  more_intervals_.push_back(interval);
}

// By their begin, and those that began together as they came.
std::vector<FlowInterval> FlowAssembly::all_intervals(bool turned) const {
  std::vector<FlowInterval> all;
  all.reserve(intervals_ + more_intervals_.size());
  all.assign(first_intervals_.begin(), first_intervals_.begin() + intervals_);
  all.insert(all.end(), more_intervals_.begin(), more_intervals_.end());
  if (turned) {
    for (FlowInterval& interval : all) {
      std::swap(interval.packets[0], interval.packets[1]);
      std::swap(interval.octets[0], interval.octets[1]);
    }
  }
  if (!std::ranges::is_sorted(all, {}, &FlowInterval::first))
    std::ranges::stable_sort(all, {}, &FlowInterval::first);
  return all;
}

bool FlowAssembly::opens_from_second(bool& opening_seen) const {
  opening_seen = client_known || (syn[0] && syn[1] && began[0] != began[1]);
  if (client_known) return client_is_second;
  if (opening_seen) return began[1] < began[0];
  return key.destination_port > key.source_port;
}

FlowRecord FlowAssembly::record_without_names(bool& turned) const {
  FlowRecord record;
  turned = opens_from_second(record.opening_seen);
  record.key = key;
  record.first_seen = first_seen;
  record.last_seen = last_seen;
  record.packets = packets;
  record.octets = octets;
  std::array<bool, 2> told = seen;
  if (turned) std::swap(told[0], told[1]);
  record.intervals =
      std::make_unique<IntervalsRecord>(IntervalsRecord{.intervals = all_intervals(turned),
                                                        .seen = told,
                                                        .octets_of = octets_of,
                                                        .sampled_one_in = sampled_one_in});
  return record;
}

FlowRecord FlowAssembly::take_record() {
  bool turned = false;
  FlowRecord record = record_without_names(turned);
  record.names = std::move(names);
  if (turned) swap_ends(record);
  return record;
}

FlowRecord FlowAssembly::so_far() const {
  bool turned = false;
  FlowRecord record = record_without_names(turned);
  record.end_reason = EndReason::active;
  if (names) record.names = std::make_unique<NamesRecord>(*names);
  if (turned) swap_ends(record);
  return record;
}

}  // namespace davy::flow
