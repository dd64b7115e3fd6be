// The part of the flow table that keeps names.
#include "flow/flow_table.hpp"

namespace davy::flow {

void FlowTable::look_for_names(FlowEntry& flow, Direction direction,
                               const capture::Packet& packet) {
  if (flow.names == 0) {
    if (!FlowNames::may_begin(packet)) return;
    if (free_names_.empty()) {
      names_.push_back(nullptr);
      free_names_.push_back(static_cast<std::uint32_t>(names_.size()));
    }
    flow.names = free_names_.back();
    free_names_.pop_back();
    names_[flow.names - 1] = std::make_unique<FlowNames>();
  }
  FlowNames& names = *names_[flow.names - 1];
  names.packet(direction, packet, workspace_.malformed);
  if (names.wants_more()) return;
  const bool room =
      names_.size() - free_names_.size() <= limits::named_flows_max / limits::flow_shards;
  if (!names.is_empty() && (room || names.any_wanted(*options_.names))) {
    flow.names_over = true;
    return;
  }
  if (!names.is_empty()) ++counts_.names_left_out;
  forget_names(flow);
}

void FlowTable::forget_names(FlowEntry& flow) {
  if (flow.names == 0) return;
  names_[flow.names - 1] = nullptr;
  free_names_.push_back(flow.names);
  flow.names = 0;
}

// Names are worth their fingerprints where there is something to tell them of.
std::unique_ptr<NamesRecord> FlowTable::names_of(const FlowEntry& flow,
                                                 const FlowRecord& record) const {
  if (flow.names == 0) return nullptr;
  const FlowNames& names = *names_[flow.names - 1];
  const bool told = record.conversation || record.rhythm || names.any_wanted(*options_.names);
  return told ? names.record() : nullptr;
}

}  // namespace davy::flow
