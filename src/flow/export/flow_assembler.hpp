// Puts flows together from the pieces that exporters and logs tell.
//
// Units:   as ExportedFlow; a flow's packets and octets are the sums of its pieces, times the sampling where there is one.
// Shape:   both directions and all active time-outs of a 5-tuple make one FlowRecord, with its intervals where there are
//          several. source = the side that opened the flow: as the exporter says, else whose piece with a SYN began first,
//          else the higher port. Pieces may come in any order within the idle time-out. Names wait for their flow however
//          long it takes: logs tell of a connection when it ends.
//          A few pieces wait inside until their flows have come from memory: counts(), names() and finish() settle them.
// Bounds:  limits::exported_flows_max flows at once: those that are over, and names whose flow did not come, are reported;
//          further flows are counted as left out.
// Threads: one owner.
#pragma once

#include <algorithm>
#include <array>
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
  // Reports flows that are over by `now`, and then tells of the others that got a piece since the call before, and that `wants`
  // wants, what is known so far: end reason active.
  template <class Wants>
  void tell_so_far(Timestamp now, Wants wants) {
    settle();
    newest_ = std::max(newest_, now);
    report_idle();
    flows_.for_each([&](FlowAssembly& flow) {
      if (std::exchange(flow.changed, false) && wants(std::as_const(flow)))
        sink_.flow(flow.so_far());
    });
  }

  const AssemblerCounts& counts() {
    settle();
    return counts_;
  }
  // Since the call before.
  AssemblerCounts take_counts() {
    settle();
    return std::exchange(counts_, {});
  }

 private:
  // A piece whose flow is on its way from memory.
  struct Waiting {
    ExportedFlow piece;
    FlowKey ends;  // canonical
    std::uint32_t hash = 0;
    bool reversed = false;
  };
  static constexpr std::size_t ahead = 8;  // pieces
  enum class Told : std::uint8_t { counts, names };

  FlowAssembly* find(const FlowKey& ends, std::uint32_t hash, Timestamp time, Told told);
  void settle_one();
  void settle();  // all that wait
  void count(const ExportedFlow& piece);
  void make_room(std::uint32_t hash);
  void tell(FlowAssembly& flow);
  void report(FlowAssembly& flow);  // and forget it
  void report_idle();

  AssemblerOptions options_;
  FlowSink& sink_;
  AssemblyTable flows_;
  std::array<Waiting, ahead> waiting_;
  std::size_t settled_ = 0;  // since the begin; % ahead: the next
  std::size_t told_ = 0;
  AssemblerCounts counts_;
  Timestamp newest_{};
  Timestamp swept_{};  // idle flows were last reported at this time
};

}  // namespace davy::flow
