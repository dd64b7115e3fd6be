#include "app/live_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/knowledge.hpp"
#include "app/open_cases.hpp"
#include "app/wall_clock.hpp"
#include "app/watch_log.hpp"
#include "workbench/store/findings_writer.hpp"

namespace davy::app {
namespace {

constexpr Duration note_every = std::chrono::seconds{10};  // each is a flush of the disk
constexpr Duration everything_every = std::chrono::minutes{1};
constexpr std::size_t cells_kept_max = 10'000;  // while the store takes nothing: a day of them

// What was judged along with others, and has nothing new, is not written again.
void keep_only(report::Findings& findings, const std::set<IpAddress>& hosts) {
  std::set<std::string> names;
  for (const IpAddress& host : hosts) names.insert(to_string(host));
  std::erase_if(findings.subjects, [&](const report::JudgedSubject& subject) {
    return subject.kind == report::SubjectKind::host && !names.contains(subject.id);
  });
}

}  // namespace

Result<std::unique_ptr<LiveJudge>> LiveJudge::open(LiveJudgeOptions options, Timestamp now) {
  auto store = store::Store::open(options.store_path);
  if (!store) return std::unexpected(store.error());
  if (auto set = store->keep_in_memory(store::lasting_pages_mib); !set)
    return std::unexpected(set.error());
  auto knowledge = LiveKnowledge::read(options.inspect);
  if (!knowledge) return std::unexpected(knowledge.error());
  auto key = pseudonym_key(options.inspect);
  if (!key) return std::unexpected(key.error());
  return std::unique_ptr<LiveJudge>(new LiveJudge(std::move(options), std::move(*store),
                                                  std::move(*knowledge), std::move(*key), now));
}

LiveJudge::LiveJudge(LiveJudgeOptions options, store::Store store,
                     std::unique_ptr<LiveKnowledge> knowledge, std::string key, Timestamp now)
    : options_(std::move(options)),
      store_(std::move(store)),
      knowledge_(std::move(knowledge)),
      ledger_(options_.inspect.sensor, options_.blind, now),
      everything_at_(now),
      noted_at_(now) {
  style_.pseudonym_key = std::move(key);
  ledger_.rests_on(knowledge_->current().version);
}

Result<void> LiveJudge::look(Timestamp now, bool ending) {
  const bool is_due = now - everything_at_ >= everything_every || now < everything_at_;
  if (!ending && !is_due) return window_.has_news() ? look_at(Look::news) : Result<void>{};
  everything_at_ = now;
  refresh();
  Result<void> done;
  if (window_.has_changes()) done = look_at(Look::everything);
  // Only then: what a quiet link tells late is not forgotten unjudged.
  if (done) window_.forget(now);
  return done;
}

Result<void> LiveJudge::look_at(Look look) {
  const std::set<IpAddress> hosts =
      look == Look::news ? window_.take_news() : window_.take_changed();
  auto done = judge(look, hosts);
  if (!done) window_.put_back(hosts);
  return done;
}

Result<void> LiveJudge::judge(Look look, const std::set<IpAddress>& hosts) {
  Inspection inspection(options_.inspect, knowledge_->current());
  inspection.outcome(look == Look::news ? window_.of(hosts) : window_.everything(), options_.input);
  report::Findings& findings = inspection.finish();
  keep_only(findings, hosts);
  findings.coverage.clear();  // a live sensor's ledger is kept by note()
  if (!findings.subjects.empty())
    if (auto kept = keep(findings); !kept) return kept;
  look == Look::news ? kept_.add(findings) : kept_.become(findings);
  return {};
}

Result<void> LiveJudge::keep(const report::Findings& findings) {
  const auto kept =
      store::write_findings(store_, findings, style_, options_.inspect.sensor, wall_clock(),
                            [&](const report::JudgedFlow& flow) { return kept_.has(flow); });
  if (!kept) return std::unexpected(kept.error());
  if (kept->subjects_added + kept->subjects_changed > 0)
    tell(fmt::format("{}: {} subjects new, {} changed, {} signals new", options_.inspect.sensor,
                     kept->subjects_added, kept->subjects_changed, kept->signals_added));
  if (!options_.open_cases) return {};
  const auto opened = open_cases(store_, wall_clock());
  if (!opened) return std::unexpected(opened.error());
  if (*opened > 0) tell(fmt::format("{}: {} cases opened", options_.inspect.sensor, *opened));
  return {};
}

// Time until a change is of the state before it.
Result<void> LiveJudge::note(Timestamp now, const Ledger& seen) {
  const bool is_due = now - noted_at_ >= note_every || now < noted_at_;
  if (!is_due && !seen.ending && seen.awake == was_awake_) return {};
  const bool awake = std::exchange(was_awake_, seen.awake) && seen.awake;
  LiveCounts counts = seen.counts;
  counts.left_out += window_.left_out();
  for (store::CoverageCell& cell : ledger_.note(now, awake, counts, seen.clock_offset))
    if (not_noted_.size() < cells_kept_max) not_noted_.push_back(std::move(cell));
  noted_at_ = now;
  if (auto noted = store::add_coverage(store_, not_noted_); !noted) return noted;
  not_noted_.clear();
  return {};
}

void LiveJudge::refresh() {
  const auto changed = knowledge_->refresh();
  if (!changed)
    tell(fmt::format("{}: not taken over, what was known before stays in force: {}",
                     options_.inspect.sensor, changed.error().message));
  else if (*changed)
    tell(fmt::format("{}: indicators, register and context were read again",
                     options_.inspect.sensor));
  ledger_.rests_on(knowledge_->current().version);
}

}  // namespace davy::app
