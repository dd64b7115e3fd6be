#include "workbench/report/finding_text.hpp"

#include <fmt/format.h>

#include <array>

#include "workbench/energy/coins.hpp"
#include "workbench/report/passwords.hpp"
#include "workbench/report/pseudonym.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {

std::string endpoint(const IpAddress& address, std::uint16_t port) {
  return address.is_v4() ? fmt::format("{}:{}", to_string(address), port)
                         : fmt::format("[{}]:{}", to_string(address), port);
}

Endpoints endpoints(const JudgedFlow& flow) {
  const flow::FlowKey& key = flow.record.key;
  Endpoints out{endpoint(key.source_address, key.source_port),
                endpoint(key.destination_address, key.destination_port),
                miner_sends(flow).has_value()};
  if (miner_sends(flow) == flow::Direction::reverse) std::swap(out.miner, out.pool);
  return out;
}

std::optional<flow::Direction> miner_sends(const JudgedFlow& flow) {
  return flow.record.conversation ? flow.record.conversation->miner_sends : flow.client_by_shape;
}

std::string_view miner_side(const JudgedFlow& flow) {
  const auto sends = miner_sends(flow);
  if (!sends) return "";
  return *sends == flow::Direction::forward ? "source" : "destination";
}

bool is_attempt(const JudgedFlow& flow) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  return conversation.miner_spoke && !conversation.pool_spoke && conversation.peer_silent;
}

const flow::ConversationRecord& conversation_of(const JudgedFlow& flow) {
  static const flow::ConversationRecord none;
  return flow.record.conversation ? *flow.record.conversation : none;
}

std::string coin_of(const JudgedFlow& flow) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  if (!conversation.coin.empty() || !flow.contact) return conversation.coin;
  const std::string_view coins = flow.contact->facts.coins;
  return std::string{coins.find(',') == std::string_view::npos ? coins : std::string_view{}};
}

std::string pool_of(const JudgedFlow& flow) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  return conversation.pool.empty() && flow.contact ? flow.contact->what : conversation.pool;
}

flow::RelatedClass related_of(const JudgedFlow& flow) {
  if (flow.is_own_probe) return flow::RelatedClass::own_probe;
  const flow::ConversationRecord& conversation = conversation_of(flow);
  if (conversation.related != flow::RelatedClass::none || !flow.contact)
    return conversation.related;
  return signal::related_class(*flow.contact);
}

std::string related_rule_of(const JudgedFlow& flow) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  const bool told = !conversation.related_rule.empty() && !flow.is_own_probe;
  if (told || flow.verdict.reasons.empty()) return std::string{conversation.related_rule};
  return flow.verdict.reasons.front().evidence;
}

std::string_view name(Blindness blindness) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Blindness::count_)> names{
      "content_off", "no_payload",    "no_messages", "no_names",
      "no_flows",    "one_direction", "sampled"};
  return names[static_cast<std::size_t>(blindness)];
}

std::string_view name(Noted noted) {
  static constexpr std::array<std::string_view, noted_kinds> names{
      "own_probe_flows", "export_messages_inside", "log_times_without_zone",
      "log_lists_cut",   "meter_weeks_judged",     "meters_too_short"};
  return names[static_cast<std::size_t>(noted)];
}

std::string_view name(SubjectKind kind) {
  static constexpr std::array<std::string_view, 3> names{"host", "meter", "system"};
  return names[static_cast<std::size_t>(kind)];
}

std::string algorithm_of(const flow::ConversationRecord& conversation) {
  if (!conversation.algorithm.empty()) return conversation.algorithm;
  const auto coin = energy::find_coin(conversation.coin);
  return coin ? std::string{coin->algorithm} : std::string{};
}

Redactor redactor_for(const JudgedFlow& flow, const Style& style) {
  return {style, conversation_of(flow)};
}

Redactor redactor_for(const JudgedSubject& subject, const Findings& findings, const Style& style) {
  std::vector<const flow::ConversationRecord*> conversations;
  for (const std::size_t index : subject.flows) {
    if (index < findings.mining.size())
      conversations.push_back(&conversation_of(findings.mining[index]));
  }
  return {style, conversations};
}

std::string shown_excerpt(const flow::Evidence& evidence, const JudgedFlow& flow,
                          const Redactor& redact) {
  return redact(without_passwords(evidence, conversation_of(flow)));
}

std::string shown_login(const flow::ConversationRecord& conversation, const Style& style) {
  if (conversation.login.empty()) return {};
  return style.reveal_logins ? printable(conversation.login)
                             : login_pseudonym(conversation.login, style.pseudonym_key);
}

std::uint64_t dropped(const Coverage& coverage) {
  return coverage.flows_evicted + coverage.conversations_dropped;
}

}  // namespace davy::report
