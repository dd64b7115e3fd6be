#include "app/kept_flows.hpp"

#include "base/text_hash.hpp"

namespace davy::app {

using report::JudgedFlow;

// Two lists of reasons with one hash would only be written a look later.
KeptFlows::Said KeptFlows::said_of(const JudgedFlow& flow) {
  std::uint64_t reasons = 0;
  for (const signal::Reason& reason : flow.verdict.reasons)
    for (const std::string_view text : {reason.detector, std::string_view(reason.evidence)})
      reasons = (reasons ^ text_hash(text)) * 0x9e3779b97f4a7c15u;
  return {flow.record.last_seen, flow.record.packets, flow.verdict.level, reasons};
}

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
