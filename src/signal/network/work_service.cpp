#include "signal/network/work_service.hpp"

#include <fmt/format.h>

namespace davy::signal {
namespace {

using flow::Direction;

constexpr std::string_view detector = "work_service";
// Outweighs that the words alone are those of node RPC, by about what is left in doubt: the client might also hold a
// wallet at the node that it mines with.
constexpr double same_service_nats = 14;
// As much as the same messages in one connection say.
constexpr double joined_work_nats = 12;
// One may be chance, two a habit of some service.
constexpr std::size_t jobs_joined_min = 3;

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
  if (c.work_marks) learn(use_of(record, c.work_marks->miner_sends), *c.work_marks);
  if (c.pool_spoke && c.miner_sends) uses_.insert(use_of(record, *c.miner_sends));
}

// Counted here, once: each of very many flows will ask.
void WorkServices::learn(const Use& use, const flow::WorkMarks& marks) {
  Halves& halves = halves_[use];
  const auto add = [&](std::set<std::uint64_t>& known, const std::set<std::uint64_t>& others,
                       const auto& hashes) {
    for (const std::uint64_t hash : hashes)
      if (hash != 0 && known.insert(hash).second && others.contains(hash)) ++halves.joined;
  };
  add(halves.given, halves.returned, marks.given);
  add(halves.returned, halves.given, marks.returned);
}

std::optional<Signal> WorkServices::joined_work(const flow::FlowRecord& record) const {
  if (!record.conversation || !record.conversation->work_marks) return std::nullopt;
  const auto found = halves_.find(use_of(record, record.conversation->work_marks->miner_sends));
  if (found == halves_.end()) return std::nullopt;
  const std::size_t joined = found->second.joined;
  if (joined < jobs_joined_min) return std::nullopt;
  return Signal{
      .detector = detector,
      .independence_group = "content",
      .basis = Basis::structure,
      .strength_nats = joined_work_nats,
      .window_first = record.first_seen,
      .window_last = record.last_seen,
      .reasons = {
          {detector, joined_work_nats,
           fmt::format("{} jobs that came with work and a difficulty went back with a nonce, in "
                       "other connections of the same two",
                       joined)}}};
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
