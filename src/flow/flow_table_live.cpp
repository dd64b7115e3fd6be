// The part of the flow table that tells of flows while they go on.
#include <algorithm>

#include "flow/flow_table.hpp"

namespace davy::flow {
namespace {

bool has_something(const FlowEntry& flow) {
  return flow.conversation != nullptr || flow.rhythm != nullptr || flow.names != 0;
}

}  // namespace

void FlowTable::list(FlowEntry& flow, std::uint32_t index) {
  if (!has_something(flow)) return;
  flow.listed = true;
  listed_.push_back(index);
}

// As report_active(), but nothing begins anew.
std::optional<FlowRecord> FlowTable::so_far(FlowEntry& flow) {
  FlowRecord record = record_of(flow, EndReason::active);
  if (flow.conversation != nullptr && flow.conversation->worth_reporting()) {
    record.conversation = flow.conversation->so_far();
    complete(*record.conversation, record);
  }
  record.rhythm = rhythm_of(flow, false);
  record.names = names_of(flow, record);
  if (!record.conversation && !record.rhythm && !record.names) return std::nullopt;
  return record;
}

void FlowTable::tell_so_far(Timestamp since, Timestamp now, FlowSink& sink) {
  std::erase_if(listed_, [&](std::uint32_t index) {
    FlowEntry& flow = entry(index);
    if (flow.in_use && over(flow, now))
      remove(index, flow.closed ? EndReason::closed : EndReason::idle);
    if (!flow.in_use || !has_something(flow)) {
      flow.listed = false;
      return true;
    }
    if (flow.last_seen <= since) return false;
    if (auto record = so_far(flow)) sink.flow(std::move(*record));
    return false;
  });
}

}  // namespace davy::flow
