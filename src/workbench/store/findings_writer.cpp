#include "workbench/store/findings_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "workbench/report/finding_text.hpp"
#include "workbench/report/json_lines.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/input_hours.hpp"
#include "workbench/store/meter_store.hpp"
#include "workbench/store/names.hpp"
#include "workbench/store/subjects.hpp"

namespace davy::store {
namespace {

using report::Findings;
using report::JudgedFlow;
using report::JudgedLoad;
using report::JudgedSubject;
using report::Style;
using report::SubjectKind;

constexpr std::size_t rows_of_transaction = 5'000;

// A reason has lost the group of its signal.
std::string_view group_of(const verdict::Verdict& verdict, std::string_view detector) {
  const auto known = std::ranges::find(verdict.supports, detector, &verdict::Support::detector);
  return known != verdict.supports.end() ? known->group : detector;
}

struct Window {
  Timestamp first = {};
  Timestamp last = {};
};

std::string key_of(const flow::FlowKey& key) {
  return fmt::format("{} {} {} {}", key.transport == capture::Transport::udp ? "udp" : "tcp",
                     report::endpoint(key.source_address, key.source_port),
                     report::endpoint(key.destination_address, key.destination_port), key.vlan);
}

SubjectKey key_of(const JudgedSubject& subject) {
  return {std::string{report::name(subject.kind)}, subject.id};
}

// One run's findings on their way in.
class FindingsWriter {
 public:
  FindingsWriter(Store& store, const Findings& findings, const Style& style,
                 std::string_view sensor, Timestamp now, const IsKept& is_kept)
      : store_(store),
        findings_(findings),
        style_(style),
        sensor_(sensor),
        now_(now),
        is_kept_(is_kept) {}

  Result<WriteCounts> write() {
    if (auto failed = failure_of(begin())) return std::unexpected(*failed);
    for (const JudgedSubject& subject : findings_.subjects)
      if (auto failed = failure_of(write_subject(subject))) return std::unexpected(*failed);
    for (const JudgedLoad& load : findings_.related_loads)
      if (auto failed = failure_of(write_cleared(load))) return std::unexpected(*failed);
    counts_.related_left_out = findings_.related.size();
    if (auto failed = failure_of(put_month_uses(store_, findings_.meter_months)))
      return std::unexpected(*failed);
    for (const report::Coverage& coverage : findings_.coverage)
      if (auto failed = failure_of(write_coverage(coverage))) return std::unexpected(*failed);
    if (auto failed = failure_of(transaction_->commit())) return std::unexpected(*failed);
    return counts_;
  }

 private:
  Result<void> begin() {
    auto transaction = Transaction::begin(store_.database());
    if (!transaction) return std::unexpected(transaction.error());
    transaction_.emplace(std::move(*transaction));
    rows_ = 0;
    return {};
  }

  // Lets others write in between.
  Result<void> pause(std::size_t rows) {
    rows_ += rows;
    if (rows_ < rows_of_transaction) return {};
    if (auto failed = failure_of(transaction_->commit())) return failed_with(*failed);
    transaction_.reset();
    return begin();
  }
  static Result<void> failed_with(const Error& error) { return std::unexpected(error); }

  Result<void> write_subject(const JudgedSubject& subject) {
    Judgement judgement = judgement_of(subject);
    if (auto failed = failure_of(put(judgement))) return std::unexpected(*failed);
    std::size_t rows = 1;
    if (subject.kind != SubjectKind::system) {
      const auto written = write_parts(subject, judgement.subject);
      if (!written) return std::unexpected(written.error());
      rows += *written;
    }
    return pause(rows);
  }

  // Its signals, and its flows; how many.
  Result<std::size_t> write_parts(const JudgedSubject& subject, const SubjectKey& key) {
    const auto id = subject_number(store_.database(), key, now_);
    if (!id) return std::unexpected(id.error());
    std::vector<NewSignal> signals;
    std::set<std::string> names;
    std::size_t rows = 0;
    for (const JudgedFlow* flow : flows_of(subject)) {
      if (is_kept_ && is_kept_(*flow)) continue;
      ++rows;
      add_names_of(*flow, names);
      if (auto failed = failure_of(write_flow(*id, *flow))) return std::unexpected(*failed);
      add_reasons(signals, key, *flow);
      if (signals.size() < rows_of_transaction) continue;
      rows += signals.size();
      if (auto failed = failure_of(flush(signals))) return std::unexpected(*failed);
    }
    const std::vector<std::string> named(names.begin(), names.end());
    if (auto failed = failure_of(add_names(store_.database(), *id, named)))
      return std::unexpected(*failed);
    for (const JudgedLoad* load : loads_of(subject)) add_reasons(signals, key, *load);
    if (const auto loads = loads_of(subject); !loads.empty())
      if (auto failed = failure_of(put_load_picture(store_, *id, loads.front()->picture)))
        return std::unexpected(*failed);
    rows += signals.size();
    if (auto failed = failure_of(flush(signals))) return std::unexpected(*failed);
    return rows;
  }

  Result<void> write_cleared(const JudgedLoad& load) {
    const Judgement judgement{.subject = {"meter", load.meter},
                              .level = load.verdict.level,
                              .probability = load.verdict.probability,
                              .first_seen = load.onset.best,
                              .last_seen = load.last_seen,
                              .event = report::related_load_line(load),
                              .supports = load.verdict.supports};
    if (auto failed = failure_of(put(judgement))) return std::unexpected(*failed);
    std::vector<NewSignal> signals;
    add_reasons(signals, judgement.subject, load);
    if (auto failed = failure_of(flush(signals))) return std::unexpected(*failed);
    return pause(2);
  }

  Result<void> put(const Judgement& judgement) {
    const auto outcome = put_judgement(store_, judgement, now_);
    if (!outcome) return std::unexpected(outcome.error());
    ++(*outcome == JudgementOutcome::added     ? counts_.subjects_added
       : *outcome == JudgementOutcome::changed ? counts_.subjects_changed
                                               : counts_.subjects_same);
    return {};
  }

  Result<void> write_flow(std::int64_t subject_id, const JudgedFlow& flow) {
    const auto outcome = put_flow(store_, {.subject_id = subject_id,
                                           .key = key_of(flow.record.key),
                                           .first_seen = flow.record.first_seen,
                                           .last_seen = flow.record.last_seen,
                                           .level = flow.verdict.level,
                                           .event = report::mining_flow_line(flow, style_)});
    if (!outcome) return std::unexpected(outcome.error());
    ++(*outcome == FlowOutcome::updated ? counts_.flows_updated : counts_.flows_added);
    if (*outcome == FlowOutcome::pushed_out) ++counts_.flows_pushed_out;
    return {};
  }

  Result<void> flush(std::vector<NewSignal>& signals) {
    const auto added = add_signals(store_, signals);
    if (!added) return std::unexpected(added.error());
    counts_.signals_added += added->added;
    counts_.signals_repeated += added->repeated;
    signals.clear();
    return {};
  }

  // Of the other end. A pool is often told with its port.
  void add_names_of(const JudgedFlow& flow, std::set<std::string>& names) const {
    const std::string pool = report::redactor_for(flow, style_)(report::pool_of(flow));
    names.insert(pool.substr(0, pool.find(':')));
    if (!flow.record.names) return;
    for (const flow::HostName& host : flow.record.names->hosts) names.insert(host.text);
  }

  void add_reasons(std::vector<NewSignal>& signals, const SubjectKey& key, const JudgedFlow& flow) {
    const report::Redactor redact = report::redactor_for(flow, style_);
    const Window window{flow.record.first_seen, flow.record.last_seen};
    for (const signal::Reason& reason : flow.verdict.reasons)
      signals.push_back(
          signal_of(key, flow.verdict, reason, window, redact(reason.evidence), flow.input));
  }
  void add_reasons(std::vector<NewSignal>& signals, const SubjectKey& key, const JudgedLoad& load) {
    const Window window{load.onset.best, load.last_seen};
    for (const signal::Reason& reason : load.verdict.reasons)
      signals.push_back(signal_of(key, load.verdict, reason, window, reason.evidence, ""));
  }

  NewSignal signal_of(const SubjectKey& key, const verdict::Verdict& verdict,
                      const signal::Reason& reason, Window window, std::string evidence,
                      std::string_view input) const {
    return {.subject = key,
            .sensor = sensor_,
            .detector = std::string{reason.detector},
            .independence_group = std::string{group_of(verdict, reason.detector)},
            .observed_at = window.last,
            .window_first = window.first,
            .window_last = window.last,
            .strength_nats = reason.strength_nats,
            .evidence = std::move(evidence),
            .input = std::string{input},
            .pack_version = findings_.facts_version};
  }

  std::vector<const JudgedFlow*> flows_of(const JudgedSubject& subject) const {
    std::vector<const JudgedFlow*> flows;
    for (const std::size_t i : subject.flows)
      if (i < findings_.mining.size()) flows.push_back(&findings_.mining[i]);
    return flows;
  }
  std::vector<const JudgedLoad*> loads_of(const JudgedSubject& subject) const {
    std::vector<const JudgedLoad*> loads;
    for (const std::size_t i : subject.loads)
      if (i < findings_.loads.size()) loads.push_back(&findings_.loads[i]);
    return loads;
  }

  // The most certain flow that tells coin and dialect tells them of the subject.
  Judgement judgement_of(const JudgedSubject& subject) const {
    Judgement judgement{.subject = key_of(subject),
                        .level = subject.verdict.level,
                        .probability = subject.verdict.probability,
                        .first_seen = Timestamp::max(),
                        .last_seen = Timestamp::min(),
                        .event = event_of(subject),
                        .supports = subject.verdict.supports};
    const auto seen = [&](Timestamp first, Timestamp last) {
      judgement.first_seen = std::min(judgement.first_seen, first);
      judgement.last_seen = std::max(judgement.last_seen, last);
    };
    for (const JudgedFlow* flow : flows_of(subject)) {
      seen(flow->record.first_seen, flow->record.last_seen);
      if (judgement.coin.empty()) judgement.coin = report::coin_of(*flow);
      if (judgement.dialect.empty()) judgement.dialect = report::conversation_of(*flow).dialect;
    }
    for (const JudgedLoad* load : loads_of(subject)) seen(load->onset.best, load->last_seen);
    if (judgement.last_seen < judgement.first_seen) seen(now_, now_);  // nothing told a time
    return judgement;
  }

  std::string event_of(const JudgedSubject& subject) const {
    if (subject.flows.size() <= limits::store_event_flows_max)
      return report::subject_line(subject, findings_, style_);
    JudgedSubject shorter = subject;
    shorter.flows.resize(limits::store_event_flows_max);
    return report::subject_line(shorter, findings_, style_);
  }

  Result<void> write_coverage(const report::Coverage& coverage) {
    if (!coverage.first_seen || !coverage.last_seen) {
      ++counts_.inputs_without_time;
      return {};
    }
    const auto is_new = note_input(coverage);
    if (!is_new) return std::unexpected(is_new.error());
    if (!*is_new) {
      ++counts_.inputs_repeated;
      return {};
    }
    const InputHours hours = input_hours(coverage, sensor_, findings_.facts_version);
    counts_.coverage_hours += hours.cells.size();
    counts_.coverage_hours_left_out += hours.left_out;
    if (auto failed = failure_of(add_coverage(store_, hours.cells)))
      return std::unexpected(*failed);
    return pause(hours.cells.size());
  }

  Result<bool> note_input(const report::Coverage& coverage) {
    const auto sensor = store_.sensor(sensor_, now_);
    if (!sensor) return std::unexpected(sensor.error());
    const auto added = store_.database().run(
        "INSERT INTO covered_input (sensor_id, input, first_seen_ns, last_seen_ns, packets,"
        " records, at_ns) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        *sensor, cut(coverage.input, limits::store_name_octets_max), ns(*coverage.first_seen),
        ns(*coverage.last_seen), coverage.packets, coverage.records, ns(now_));
    if (!added) return std::unexpected(added.error());
    return *added > 0;
  }

  Store& store_;
  const Findings& findings_;
  const Style& style_;
  std::string sensor_;
  Timestamp now_;
  const IsKept& is_kept_;
  std::optional<Transaction> transaction_;
  std::size_t rows_ = 0;
  WriteCounts counts_;
};

}  // namespace

Result<WriteCounts> write_findings(Store& store, const report::Findings& findings,
                                   const report::Style& style, std::string_view sensor,
                                   Timestamp now, const IsKept& is_kept) {
  return FindingsWriter(store, findings, style, sensor, now, is_kept).write();
}

}  // namespace davy::store
