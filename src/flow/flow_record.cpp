#include "flow/flow_record.hpp"

#include <string>
#include <vector>

namespace davy::flow {
namespace {

std::size_t beyond(const std::string& text) {
  static const std::size_t in_place = std::string{}.capacity();
  return text.capacity() > in_place ? text.capacity() + 1 : 0;
}
template <class T>
std::size_t beyond(const std::vector<T>& items) {
  return items.capacity() * sizeof(T);
}

std::size_t held(const ConversationRecord& c) {
  std::size_t octets = sizeof c + c.messages.held_octets() + beyond(c.evidence) + beyond(c.blocks);
  for (const Evidence& one : c.evidence) octets += beyond(one.excerpt);
  for (const std::string* text :
       {&c.carrier, &c.coin, &c.algorithm, &c.agent, &c.login, &c.worker, &c.pool})
    octets += beyond(*text);
  if (c.work_marks) octets += sizeof *c.work_marks;
  if (c.timeline) octets += sizeof *c.timeline + beyond(c.timeline->counts);
  return octets;
}

std::size_t held(const RhythmRecord& r) {
  return sizeof r + beyond(r.checkpoints) + beyond(r.pushes) + beyond(r.window);
}

std::size_t held(const NamesRecord& n) {
  std::size_t octets = sizeof n + beyond(n.hosts);
  for (const HostName& host : n.hosts) octets += beyond(host.text);
  for (const std::string* text :
       {&n.hello.server_name, &n.hello.first_alpn, &n.hello.ja3, &n.hello.ja4})
    octets += beyond(*text);
  if (!n.certificate) return octets;
  const CertificateFacts& facts = *n.certificate;
  for (const std::string* text :
       {&facts.common_name, &facts.organization, &facts.organizational_unit,
        &facts.issuer_organization, &facts.sha256})
    octets += beyond(*text);
  return octets;
}

std::size_t held(const IntervalsRecord& i) { return sizeof i + beyond(i.intervals); }

template <class T>
std::unique_ptr<T> copy_of(const std::unique_ptr<T>& one) {
  return one ? std::make_unique<T>(*one) : nullptr;
}

}  // namespace

std::size_t held_octets(const FlowRecord& record) {
  std::size_t octets = sizeof record;
  if (record.conversation) octets += held(*record.conversation);
  if (record.rhythm) octets += held(*record.rhythm);
  if (record.names) octets += held(*record.names);
  if (record.intervals) octets += held(*record.intervals);
  return octets;
}

FlowRecord copy_of(const FlowRecord& record) {
  return {.key = record.key,
          .first_seen = record.first_seen,
          .last_seen = record.last_seen,
          .packets = record.packets,
          .octets = record.octets,
          .end_reason = record.end_reason,
          .opening_seen = record.opening_seen,
          .conversation = copy_of(record.conversation),
          .rhythm = copy_of(record.rhythm),
          .names = copy_of(record.names),
          .intervals = copy_of(record.intervals)};
}

}  // namespace davy::flow
