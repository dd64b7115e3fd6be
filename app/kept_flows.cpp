#include "app/kept_flows.hpp"

#include <functional>
#include <string_view>

#include "base/time.hpp"

namespace davy::app {
namespace {

using report::JudgedFlow;

class Hash {
 public:
  Hash& add(std::uint64_t value) {
    value_ = (value_ ^ value) * 0x9e3779b97f4a7c15u;
    value_ ^= value_ >> 32;
    return *this;
  }
  Hash& add(std::string_view text) { return add(std::hash<std::string_view>{}(text)); }
  Hash& add(Timestamp time) {
    return add(static_cast<std::uint64_t>(time.time_since_epoch().count()));
  }
  Hash& add(const IpAddress& address) { return add(address.half(0)).add(address.half(8)); }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

std::uint64_t identity_of(const JudgedFlow& flow) {
  const flow::FlowKey& key = flow.record.key;
  const std::uint64_t ports =
      std::uint64_t{key.source_port} << 32 | std::uint64_t{key.destination_port} << 16 | key.vlan;
  return Hash()
      .add(key.source_address)
      .add(key.destination_address)
      .add(ports)
      .add(static_cast<std::uint64_t>(key.transport))
      .add(flow.record.first_seen)
      .value();
}

std::uint64_t said_of(const JudgedFlow& flow) {
  Hash hash;
  hash.add(flow.record.last_seen).add(flow.record.packets[0]).add(flow.record.packets[1]);
  hash.add(static_cast<std::uint64_t>(flow.verdict.level));
  for (const signal::Reason& reason : flow.verdict.reasons)
    hash.add(reason.detector).add(reason.evidence);
  return hash.value();
}

}  // namespace

bool KeptFlows::has(const JudgedFlow& flow) const {
  const auto found = said_of_.find(identity_of(flow));
  return found != said_of_.end() && found->second == said_of(flow);
}

void KeptFlows::add(const report::Findings& written) {
  for (const report::JudgedSubject& subject : written.subjects)
    for (const std::size_t i : subject.flows)
      said_of_.insert_or_assign(identity_of(written.mining[i]), said_of(written.mining[i]));
}

void KeptFlows::become(const report::Findings& written) {
  said_of_.clear();
  for (const JudgedFlow& flow : written.mining)
    said_of_.insert_or_assign(identity_of(flow), said_of(flow));
}

}  // namespace davy::app
