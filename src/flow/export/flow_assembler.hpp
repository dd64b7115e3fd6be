// Puts flows together from the pieces that exporters and logs tell.
//
// Units:   as ExportedFlow; a flow's packets and octets are the sums of its pieces, times the sampling where there is one.
// Shape:   both directions and all active time-outs of a 5-tuple make one FlowRecord, with its intervals where there are
//          several. source = the side that opened the flow: as the exporter says, else whose piece with a SYN began first,
//          else the higher port. Pieces may come in any order within the idle time-out.
// Bounds:  limits::exported_flows_max flows at once: those that are over are reported, further ones are counted as evicted.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "flow/export/exported_flow.hpp"
#include "flow/flow_table.hpp"

namespace davy::flow {

struct AssemblerOptions {
  Duration idle_timeout = limits::flow_idle_timeout;
  std::size_t flows_max = limits::exported_flows_max;
};

struct AssemblerCounts {
  std::uint64_t pieces = 0;
  std::uint64_t packets = 0;  // as exported
  std::uint64_t octets = 0;
  std::uint64_t flows = 0;
  std::uint64_t left_out = 0;  // pieces for which there was no room
  std::uint32_t sampled_one_in_max = 1;
  Timestamp first_seen = Timestamp::max();
  Timestamp last_seen = Timestamp::min();
};

// A flow while it is put together. Directions are those of its canonical key: the smaller end first.
struct FlowAssembly {
  Timestamp first_seen = Timestamp::max();
  Timestamp last_seen = Timestamp::min();
  std::array<Timestamp, 2> began{Timestamp::max(), Timestamp::max()};
  std::array<std::uint64_t, 2> packets{};
  std::array<std::uint64_t, 2> octets{};
  std::vector<FlowInterval> intervals;
  std::unique_ptr<NamesRecord> names;
  std::uint32_t sampled_one_in = 1;
  OctetsOf octets_of = OctetsOf::ip;
  std::array<bool, 2> seen{};
  std::array<bool, 2> syn{};
  bool client_known = false;
  bool client_is_second = false;

  void add(const ExportedFlow& piece, bool reversed);
  void keep_interval(const FlowInterval& interval);
  bool opens_from_second(const FlowKey& key, bool& opening_seen) const;
};

struct FlowKeyHash {
  std::size_t operator()(const FlowKey& key) const noexcept;
};

class FlowAssembler {
 public:
  FlowAssembler(const AssemblerOptions& options, FlowSink& sink);

  void flow(const ExportedFlow& piece);
  void names(const ExportedNames& names);
  // Reports all flows, by time and key, and forgets them.
  void finish();

  const AssemblerCounts& counts() const { return counts_; }
  AssemblerCounts take_counts() { return std::exchange(counts_, {}); }  // since the call before

 private:
  FlowAssembly* find(const FlowKey& key, Timestamp time, bool& reversed);
  void count(const ExportedFlow& piece);
  void report(const FlowKey& key, FlowAssembly& flow);
  void report_idle();

  AssemblerOptions options_;
  FlowSink& sink_;
  std::unordered_map<FlowKey, FlowAssembly, FlowKeyHash> flows_;
  AssemblerCounts counts_;
  Timestamp newest_{};
  Timestamp swept_{};  // idle flows were last reported at this time
};

}  // namespace davy::flow
