#include "signal/network/work_service.hpp"

namespace davy::signal {
namespace {

using flow::Direction;

constexpr std::string_view detector = "work_service";
// Outweighs that the words alone are those of node RPC, by about what is left in doubt: the client might also hold a
// wallet at the node that it mines with.
constexpr double same_service_nats = 14;

}  // namespace

WorkServices::Use WorkServices::use_of(const flow::FlowRecord& record, Direction client_sends) {
  const flow::FlowKey& k = record.key;
  if (client_sends == Direction::forward)
    return {k.source_address, k.destination_address, k.destination_port};
  return {k.destination_address, k.source_address, k.source_port};
}

void WorkServices::learn(const flow::FlowRecord& record) {
  if (!record.conversation) return;
  const flow::ConversationRecord& c = *record.conversation;
  if (c.pool_spoke && c.miner_sends) uses_.insert(use_of(record, *c.miner_sends));
}

std::optional<Signal> WorkServices::same_service(const flow::FlowRecord& record) const {
  if (!record.conversation) return std::nullopt;
  const flow::RelatedClass related = record.conversation->related;
  if (related != flow::RelatedClass::node_rpc && related != flow::RelatedClass::wallet)
    return std::nullopt;
  if (!uses_.contains(use_of(record, Direction::forward))) return std::nullopt;
  return Signal{
      .detector = detector,
      .independence_group = "service",
      .basis = Basis::behaviour,
      .strength_nats = same_service_nats,
      .window_first = record.first_seen,
      .window_last = record.last_seen,
      .reasons = {
          {detector, same_service_nats,
           "node RPC to a service that gives this same client mining work in other connections"}}};
}

}  // namespace davy::signal
