// Puts flows together from the pieces that exporters and logs tell.
//
// Units:   as ExportedFlow; a flow's packets and octets are the sums of its pieces, times the sampling where there is one.
// Shape:   both directions and all active time-outs of a 5-tuple make one FlowRecord, with its intervals where there are
//          several. source = the side that opened the flow: as the exporter says, else whose piece with a SYN began first,
//          else the higher port. Pieces may come in any order within the idle time-out. Names wait for their flow however
//          long it takes: logs tell of a connection when it ends.
// Bounds:  limits::exported_flows_max flows at once: those that are over, and names whose flow did not come, are reported;
//          further flows are counted as left out.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <utility>

#include "base/limits.hpp"
#include "flow/export/assembly_table.hpp"
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
  enum class Told : std::uint8_t { counts, names };
  FlowAssembly* find(const FlowKey& key, Timestamp time, Told told, bool& reversed);
  void count(const ExportedFlow& piece);
  void make_room(std::uint32_t hash);
  void report(FlowAssembly& flow);
  void report_idle();

  AssemblerOptions options_;
  FlowSink& sink_;
  AssemblyTable flows_;
  AssemblerCounts counts_;
  Timestamp newest_{};
  Timestamp swept_{};  // idle flows were last reported at this time
};

}  // namespace davy::flow
