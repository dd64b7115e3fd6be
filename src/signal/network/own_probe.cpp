#include "signal/network/own_probe.hpp"

#include <string_view>

#include "base/own_name.hpp"

namespace davy::signal {
namespace {

using flow::MessageKind;

constexpr std::string_view detector = "own_probe";
constexpr double recognised_nats = -8;
// davy probe leaves a connection after a minute at most; the other end may close later.
constexpr Duration lasts_max = std::chrono::minutes{3};

bool says_our_name(const flow::ConversationRecord& c) {
  const std::string_view agent = c.agent, login = c.login;
  // Readers take the login apart at its dot where that means a worker.
  return login == own_login || login == own_agent || agent == own_agent ||
         (agent.starts_with(own_agent) && agent.substr(own_agent.size()).starts_with('/'));
}

std::uint64_t count_of(const flow::ConversationRecord& c, MessageKind kind) {
  return c.messages[kind].count;
}

Signal recognised(const flow::FlowRecord& record, std::string_view why) {
  return {.detector = detector,
          .independence_group = "own-probe",
          .basis = Basis::recognised,
          .strength_nats = recognised_nats,
          .window_first = record.first_seen,
          .window_last = record.last_seen,
          .reasons = {{detector, recognised_nats, std::string(why)}}};
}

}  // namespace

std::optional<Signal> own_probe_by_name(const flow::FlowRecord& record) {
  if (!record.conversation || record.key.transport != capture::Transport::tcp) return std::nullopt;
  const flow::ConversationRecord& c = *record.conversation;
  if (!says_our_name(c) || c.shares.submitted > 0 || c.messages_unread > 0 ||
      count_of(c, MessageKind::hash_rate) > 0 || record.last_seen - record.first_seen > lasts_max)
    return std::nullopt;
  return recognised(record, "calls itself davy-probe, and submits nothing");
}

Signal own_probe_by_log(const flow::FlowRecord& record) {
  return recognised(record, "davy probe logged this connection as its own");
}

}  // namespace davy::signal
