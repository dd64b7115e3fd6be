#include "app/own_probe_flows.hpp"

#include <algorithm>
#include <iterator>

#include "signal/network/own_probe.hpp"

namespace davy::app {
namespace {

std::optional<signal::Signal> own_probe(const flow::FlowRecord& record,
                                        const probe::OwnProbes& logged) {
  if (logged.made(record)) return signal::own_probe_by_log(record);
  return signal::own_probe_by_name(record);
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
  for (flow::FlowRecord& record : records) {
    if (auto why = own_probe(record, logged)) {
      if (own.empty()) {  // as a rule there are none, and nothing is moved
        const auto before = records.begin() + (&record - records.data());
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
