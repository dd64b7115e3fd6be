#include "signal/network/mining_conversation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace davy::signal {
namespace {

using flow::ConversationRecord;
using flow::Evidence;
using flow::MessageKind;

constexpr std::string_view detector = "mining_conversation";

std::uint64_t count_of(const ConversationRecord& c, MessageKind kind) {
  return c.messages[kind].count;
}

// A miner that goes on submitting has been given work, even if the pool's side was not captured.
bool submits_steadily(const ConversationRecord& c) { return count_of(c, MessageKind::share) >= 2; }

Basis basis_of(const ConversationRecord& c) {
  if (c.miner_spoke && c.pool_spoke) return Basis::conversation;
  if (c.pool_spoke) return Basis::pool_answer;
  if (c.unmistakable) return Basis::structure;
  return c.peer_not_captured && submits_steadily(c) ? Basis::structure : Basis::attempt;
}

std::string_view speaker_of(const Evidence& e, const ConversationRecord& c) {
  if (!c.miner_sends) return "seen";
  return e.direction == *c.miner_sends ? "miner" : "pool";
}

std::vector<Reason> reasons_of(const ConversationRecord& c, Basis basis) {
  std::vector<Reason> reasons;
  for (const Evidence& e : c.evidence) {
    if (e.strength_nats <= 0) continue;
    reasons.push_back({detector, e.strength_nats, fmt::format("{}: {}", speaker_of(e, c), e.rule)});
  }
  std::stable_sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return a.strength_nats > b.strength_nats;
  });
  if (basis == Basis::attempt) {
    const std::string_view why =
        c.peer_not_captured ? "only the miner's direction was captured, and no shares in it"
                            : "an attempt: the miner spoke, nobody answered in kind";
    reasons.insert(reasons.begin(), {detector, 0, std::string(why)});
  }
  if (basis == Basis::structure && c.peer_not_captured) {
    reasons.insert(
        reasons.begin(),
        {detector, 0, "only the miner's direction was captured, but it goes on submitting shares"});
  }
  return reasons;
}

Signal content_signal(const flow::FlowRecord& record, Basis basis, double strength_nats) {
  return {.detector = detector,
          .independence_group = "content",
          .basis = basis,
          .strength_nats = strength_nats,
          .window_first = record.first_seen,
          .window_last = record.last_seen,
          .reasons = {}};
}

}  // namespace

std::vector<Signal> mining_conversation(const flow::FlowRecord& record) {
  std::vector<Signal> signals;
  if (!record.conversation) return signals;
  const ConversationRecord& c = *record.conversation;
  const bool decisive = std::any_of(c.evidence.begin(), c.evidence.end(), [](const Evidence& e) {
    return e.strength_nats >= decisive_nats_min;
  });
  const bool mining =
      (c.miner_spoke || c.pool_spoke || c.unmistakable) && (decisive || c.unmistakable);
  if (mining) {
    const Basis basis = basis_of(c);
    Signal signal = content_signal(record, basis, c.strength_nats);
    signal.reasons = reasons_of(c, basis);
    signals.push_back(std::move(signal));
  } else if (c.words_in_place) {
    Signal signal = content_signal(record, Basis::behaviour, decisive_nats_min);
    signal.reasons = reasons_of(c, Basis::behaviour);
    signals.push_back(std::move(signal));
  } else if (c.related != flow::RelatedClass::none) {
    Signal signal = content_signal(record, Basis::recognised, -decisive_nats_min);
    signal.reasons.push_back({detector, -decisive_nats_min, std::string(c.related_rule)});
    signals.push_back(std::move(signal));
  }
  return signals;
}

}  // namespace davy::signal
