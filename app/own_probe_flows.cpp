#include "app/own_probe_flows.hpp"

#include <algorithm>
#include <iterator>

#include "base/prefetch.hpp"
#include "signal/network/own_probe.hpp"

namespace davy::app {
namespace {

std::optional<signal::Signal> own_probe(const flow::FlowRecord& record,
                                        const probe::OwnProbes& logged) {
  if (logged.made(record)) return signal::own_probe_by_log(record);
  return signal::own_probe_by_name(record);
}

// Records were last written when their flows were seen, and nobody has looked at them since: they lie in memory.
void prefetch_names(const flow::FlowRecord& record) {
  if (record.conversation == nullptr) return;
  const flow::ConversationRecord& c = *record.conversation;
  prefetch_lines(&c.agent, sizeof c.agent + sizeof c.login);
  prefetch_lines(&c, cache_line_octets);
}

// Nobody in it mines, whatever was asked for.
report::JudgedFlow as_own_probe(flow::FlowRecord record, signal::Signal why,
                                const std::string& input) {
  if (record.conversation) record.conversation->miner_sends.reset();
  report::JudgedFlow judged;
  judged.record = std::move(record);
  judged.verdict = verdict::judge({std::move(why)});
  judged.input = input;
  judged.is_own_probe = true;
  return judged;
}

}  // namespace

std::vector<report::JudgedFlow> take_own_probes(std::vector<flow::FlowRecord>& records,
                                                const probe::OwnProbes& logged,
                                                const std::string& input) {
  std::vector<report::JudgedFlow> own;
  std::vector<flow::FlowRecord> others;
  constexpr std::size_t ahead = 16;
  for (flow::FlowRecord& record : records) {
    const auto number = static_cast<std::size_t>(&record - records.data());
    if (number + ahead < records.size()) prefetch_names(records[number + ahead]);
    if (auto why = own_probe(record, logged)) {
      if (own.empty()) {  // as a rule there are none, and nothing is moved
        const auto before = records.begin() + static_cast<std::ptrdiff_t>(number);
        std::move(records.begin(), before, std::back_inserter(others));
      }
      own.push_back(as_own_probe(std::move(record), std::move(*why), input));
    } else if (!own.empty()) {
      others.push_back(std::move(record));
    }
  }
  if (!own.empty()) records = std::move(others);
  return own;
}

}  // namespace davy::app
