// Subjects of a run: hosts, meters, and the filed systems that they belong to.
#include <algorithm>
#include <map>
#include <tuple>

#include "app/inspection.hpp"
#include "app/meter_judgement.hpp"
#include "base/sort_large.hpp"
#include "workbench/report/finding_text.hpp"

namespace davy::app {
namespace {

using report::Coverage;
using report::JudgedFlow;
using report::JudgedSubject;
using report::Noted;

const IpAddress& miner_address(const JudgedFlow& flow) {
  const bool reverse = report::miner_sends(flow) == flow::Direction::reverse;
  return reverse ? flow.record.key.destination_address : flow.record.key.source_address;
}

struct Period {
  Timestamp first = Timestamp::max();
  Timestamp end = Timestamp::min();
};

Period period_of(const std::vector<power::PowerRecord>& records, const power::LocalTime& time) {
  Period period;
  for (const power::PowerRecord& record : records) {
    if (record.kw.empty()) continue;
    period.first = std::min(period.first, time.utc(record.first_hour));
    period.end = std::max(period.end, time.utc(record.end_hour()));
  }
  return period;
}

}  // namespace

void Inspection::judge_meters() {
  if (meters_.empty()) return;
  MeterReadings readings = meters_.finish();
  power::Quality quality;
  for (const power::PowerRecord& record : readings.records) quality.add(record.quality);
  for (const power::PowerRecord& record : readings.records)
    std::ranges::move(power::month_uses(record), std::back_inserter(findings_.meter_months));
  const Period period = period_of(readings.records, knowledge_.meters.local_time);
  MeterJudgement judged = app::judge_meters(std::move(readings), knowledge_.meters,
                                            knowledge_.systems, options_.threads, options_.quiet);
  findings_.loads = std::move(judged.loads);
  findings_.related_loads = std::move(judged.related);
  // Of the estate as a whole: told with the last of its files.
  const auto last = std::ranges::find_if(findings_.coverage.rbegin(), findings_.coverage.rend(),
                                         [](const Coverage& c) { return c.meters.has_value(); });
  if (last == findings_.coverage.rend()) return;
  last->meters->quality.add(quality);
  if (period.first < period.end) {
    last->first_seen = period.first;
    last->last_seen = period.end;
  }
  last->of(Noted::meter_weeks_judged) = judged.weeks_judged;
  last->of(Noted::meters_too_short) = judged.meters_too_short;
}

// A subject is the host on the miner's side; its verdict rests on all signals of its flows.
void Inspection::judge_subjects_after_sorting() {
  sort_large(
      findings_.mining,
      [](const JudgedFlow& flow) {
        return std::tuple(flow.verdict.level, flow.record.first_seen,
                          flow.record.key.source_address);
      },
      [](const JudgedFlow& a, const JudgedFlow& b) {
        return std::tie(a.verdict.level, a.record.first_seen, a.record.key) <
               std::tie(b.verdict.level, b.record.first_seen, b.record.key);
      });
  std::map<IpAddress, std::vector<std::size_t>> flows_of;
  for (std::size_t i = 0; i < findings_.mining.size(); ++i) {
    flows_of[miner_address(findings_.mining[i])].push_back(i);
  }
  for (auto& [host, flows] : flows_of) {
    std::vector<const verdict::Verdict*> parts;
    for (const std::size_t flow : flows) parts.push_back(&findings_.mining[flow].verdict);
    findings_.subjects.push_back({.kind = report::SubjectKind::host,
                                  .id = to_string(host),
                                  .verdict = verdict::fuse(parts),
                                  .flows = std::move(flows)});
  }
  for (std::size_t i = 0; i < findings_.loads.size(); ++i)
    findings_.subjects.push_back({.kind = report::SubjectKind::meter,
                                  .id = findings_.loads[i].meter,
                                  .verdict = findings_.loads[i].verdict,
                                  .flows = {},
                                  .loads = {i}});
}

// What network and meters show of one filed system is said of it as one: they are independent looks at it.
void Inspection::judge_systems() {
  std::map<std::string, JudgedSubject> systems;
  const auto add = [&](const registry::FiledSystem* system) -> JudgedSubject* {
    if (system == nullptr) return nullptr;
    JudgedSubject& subject = systems[system->name];
    subject.kind = report::SubjectKind::system;
    subject.id = system->name;
    return &subject;
  };
  for (std::size_t i = 0; i < findings_.loads.size(); ++i)
    if (auto* subject = add(knowledge_.systems.of_meter(findings_.loads[i].meter)))
      subject->loads.push_back(i);
  for (std::size_t i = 0; i < findings_.mining.size(); ++i)
    if (auto* subject = add(knowledge_.systems.of_address(miner_address(findings_.mining[i]))))
      subject->flows.push_back(i);
  for (auto& [system, subject] : systems) {
    std::vector<const verdict::Verdict*> parts;
    for (const std::size_t i : subject.flows) parts.push_back(&findings_.mining[i].verdict);
    for (const std::size_t i : subject.loads) parts.push_back(&findings_.loads[i].verdict);
    subject.verdict = verdict::fuse(parts);
    findings_.subjects.push_back(std::move(subject));
  }
}

}  // namespace davy::app
