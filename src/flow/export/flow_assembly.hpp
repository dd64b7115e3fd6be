// A flow while it is put together from pieces.
//
// Units:   as ExportedFlow.
// Shape:   directions are those of its canonical key: the smaller end first. Its first intervals lie in it, since most
//          flows have no more.
// Bounds:  limits::intervals_per_flow_max; the last ones are kept.
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "flow/export/exported_flow.hpp"

namespace davy::flow {

struct FlowAssembly {
  FlowKey key;
  std::uint32_t hash = 0;
  std::uint32_t sampled_one_in = 1;
  Timestamp first_seen = Timestamp::max();
  Timestamp last_seen = Timestamp::min();
  std::array<Timestamp, 2> began{Timestamp::max(), Timestamp::max()};
  std::array<std::uint64_t, 2> packets{};
  std::array<std::uint64_t, 2> octets{};
  std::unique_ptr<NamesRecord> names;
  OctetsOf octets_of = OctetsOf::ip;
  std::array<bool, 2> seen{};
  std::array<bool, 2> syn{};
  bool client_known = false;
  bool client_is_second = false;
  bool changed = false;  // since FlowAssembler::tell_so_far() last looked

  void add(const ExportedFlow& piece, bool reversed);
  void add(const ExportedNames& told, bool reversed);
  // Somebody counted it; otherwise all that is known of it are names.
  bool is_counted() const { return seen[0] || seen[1]; }
  FlowRecord take_record();
  FlowRecord so_far() const;  // as take_record(), and it goes on: end reason active
  std::size_t intervals() const { return intervals_ + more_intervals_.size(); }

 private:
  static constexpr std::size_t held_here = 2;

  void keep_interval(const FlowInterval& interval);
  FlowRecord record_without_names(bool& turned) const;
  std::vector<FlowInterval> all_intervals(bool turned) const;
  bool opens_from_second(bool& opening_seen) const;

  std::array<FlowInterval, held_here> first_intervals_;
  std::vector<FlowInterval> more_intervals_;
  std::uint32_t intervals_ = 0;  // in first_intervals_
};

}  // namespace davy::flow
