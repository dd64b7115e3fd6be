#include "workbench/casefile/cases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/casefile/case_rows.hpp"
#include "workbench/casefile/measures.hpp"
#include "workbench/store/audit.hpp"

namespace davy::casefile {
namespace {

using identity::Right;
using Why = Denied::Why;

Denied denied(Why why, std::string title, std::string remedy) {
  return {why, std::move(title), std::move(remedy)};
}

// What an action does to a case; what it denies stands in the answer. The caller writes it down.
struct Step {
  CaseFile file;
  const Action& action;
  const identity::Person& by;
  Timestamp now;
  std::string text;  // for the log, where the action itself has none
};
using Refused = std::optional<Denied>;

void enter(CaseFile& file, Phase phase, Timestamp now) {
  file.phase = phase;
  file.due_at = now + time_for(phase);
}

Refused take(Step& step) {
  step.file.owner = step.by.name;
  return {};
}

Refused note(Step& step) {
  if (step.action.text.empty()) return denied(Why::wrong_input, "a note needs a text", "write one");
  return {};
}

Refused add_evidence(Step& step) {
  if (!step.action.element || step.action.text.empty())
    return denied(
        Why::wrong_input, "evidence needs an element and a text",
        "say whether it is of the device, the software or the access to a pool, and what it is");
  step.file.evidence.push_back({*step.action.element, step.now, step.by.name, step.action.text});
  return {};
}

Refused set_cause(Step& step) {
  if (!step.action.cause || step.action.text.empty())
    return denied(Why::wrong_input, "a cause needs its reason",
                  "name the cause, and why it is that one");
  step.file.cause = *step.action.cause;
  step.text = fmt::format("{}: {}", name(*step.action.cause), step.action.text);
  return {};
}

// What is done to people and their connections is done by people: this writes down what they decided.
Refused measure(Step& step) {
  const auto possible = measures_after(step.file.measure);
  const auto found = std::ranges::find(possible, step.action.measure, &Measure::name);
  if (found == possible.end())
    return denied(Why::conflict, fmt::format("{} cannot come now", step.action.measure),
                  "take one of the case's `measures`");
  if (step.action.text.empty())
    return denied(Why::wrong_input, "a measure needs its reason",
                  "write what was done, to whom, and why");
  step.file.measure = (*found)->name;
  step.text = fmt::format("{}: {}", step.action.measure, step.action.text);
  return {};
}

Refused consider(Step& step) {
  if (std::ranges::find(benign_explanations(), step.action.explanation) ==
          benign_explanations().end() ||
      step.action.text.empty())
    return denied(Why::wrong_input, "say which explanation, and what speaks for or against it",
                  "see the description of the API");
  step.file.explanations.push_back(
      {step.action.explanation, step.action.excluded, step.now, step.by.name, step.action.text});
  step.text = fmt::format("{} {}: {}", step.action.explanation,
                          step.action.excluded ? "excluded" : "possible", step.action.text);
  return {};
}

Refused record_identity(Step& step) {
  if (step.action.text.empty())
    return denied(Why::wrong_input, "an identity needs a text",
                  "write who it is, and how you know");
  step.file.identity = {.text = step.action.text};
  step.text = "sealed";  // neither log tells it
  return {};
}

Refused set_due(Step& step) {
  if (!step.action.due_at || step.action.text.empty())
    return denied(Why::wrong_input, "another deadline needs a time and a reason", "give both");
  step.file.due_at = *step.action.due_at;
  step.text = fmt::format("{}: {}", to_rfc3339(*step.action.due_at), step.action.text);
  return {};
}

Refused next_phase(Step& step) {
  const auto next = phase_after(step.file.phase);
  if (!next)
    return denied(Why::conflict, "the last phase is over",
                  "close the case: a second person must agree");
  enter(step.file, *next, step.now);
  step.text = std::string{name(*next)};
  if (!step.action.text.empty()) step.text += ": " + step.action.text;
  return {};
}

Refused ask(Step& step) {
  if (step.file.waiting)
    return denied(Why::conflict, "this case waits for a second person already",
                  "let them decide first");
  if (step.action.action == "open_identity" && step.file.identity.text.empty())
    return denied(Why::conflict, "nobody has written down who it is", "record the identity first");
  if (step.action.text.empty())
    return denied(Why::wrong_input, "closing, suppressing and opening an identity need a reason",
                  "write why; it stays in the audit log");
  step.file.waiting = Waiting{step.action.action, step.by.name, step.action.text, step.now};
  return {};
}

Refused decide(Step& step) {
  if (!step.file.waiting)
    return denied(Why::conflict, "nothing waits for a decision", "somebody must ask for it first");
  if (!identity::may(step.by.role, Right::approve))
    return denied(Why::not_allowed, "your role may not decide", "an approver must");
  if (step.file.waiting->by == step.by.name)
    return denied(Why::not_allowed, "who asked may not decide", "another approver must");
  const Waiting waiting = *step.file.waiting;
  step.file.waiting.reset();
  step.text = fmt::format("{}: {}", waiting.action, step.action.text);
  if (step.action.action == "refuse") return {};
  if (waiting.action == "open_identity") {
    step.file.identity.opened_at = step.now;
    return {};
  }
  step.file.suppressed = waiting.action == "suppress";
  step.file.closed_at = step.now;
  enter(step.file, waiting.action == "close" ? Phase::relapse_watch : Phase::closed, step.now);
  return {};
}

Refused reopen(Step& step) {
  if (step.file.is_open()) return denied(Why::conflict, "the case is open", "go on with it");
  if (step.action.text.empty())
    return denied(Why::wrong_input, "opening again needs a reason", "write why");
  step.file.closed_at.reset();
  step.file.suppressed = false;
  enter(step.file, Phase::clue_analysis, step.now);
  return {};
}

struct Known {
  std::string_view action;
  Refused (*does)(Step&);
  bool open_only;
};
constexpr Known actions[] = {
    {"take", take, true},
    {"note", note, false},
    {"add_evidence", add_evidence, false},
    {"set_cause", set_cause, true},
    {"set_due", set_due, true},
    {"next_phase", next_phase, true},
    {"measure", measure, true},
    {"consider", consider, true},
    {"record_identity", record_identity, true},
    {"open_identity", ask, true},
    {"close", ask, true},
    {"suppress", ask, true},
    {"approve", decide, true},
    {"refuse", decide, true},
    {"reopen", reopen, false},
};

Refused apply(Step& step) {
  if (!identity::may(step.by.role, Right::act))
    return denied(Why::not_allowed, "your role only looks", "an analyst or an approver must do it");
  const auto known = std::ranges::find(actions, step.action.action, &Known::action);
  if (known == std::end(actions))
    return denied(Why::wrong_input, fmt::format("no action is called {}", step.action.action),
                  "see the description of the API");
  if (known->open_only && !step.file.is_open())
    return denied(Why::conflict, "the case is closed", "open it again first");
  if (step.action.text.size() > limits::case_text_octets_max)
    return denied(Why::wrong_input, "the text is too long", "shorten it");
  return known->does(step);
}

}  // namespace

Outcome<CaseFile> Cases::open(std::int64_t subject_id, std::string_view reason,
                              const identity::Person& by, Timestamp now) {
  if (!identity::may(by.role, Right::act))
    return denied(Why::not_allowed, "your role only looks", "an analyst or an approver must do it");
  if (reason.empty() || reason.size() > limits::case_text_octets_max)
    return denied(Why::wrong_input, "a case needs a reason", "write one, in a few sentences");
  store::Database& database = store_.database();
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  const auto known = database.integer("SELECT id FROM subject WHERE id = ?", subject_id);
  if (!known) return std::unexpected(known.error());
  if (!*known)
    return denied(Why::not_found, "there is no such subject", "it may have been deleted: reload");
  const auto other = database.integer(
      "SELECT case_id FROM case_file WHERE subject_id = ? AND closed_ns IS NULL", subject_id);
  if (!other) return std::unexpected(other.error());
  if (*other)
    return denied(Why::conflict, fmt::format("case {} about it is open", **other),
                  "go on with that one");
  CaseFile file{.subject_id = subject_id, .opened_by = by.name, .opened_at = now};
  enter(file, Phase::clue_analysis, now);
  if (auto added = add_case(database, file); !added) return std::unexpected(added.error());
  if (auto logged = add_log(store_, file, {now, by.name, "open", std::string{reason}}); !logged)
    return std::unexpected(logged.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  auto opened = of_id(file.case_id);
  if (!opened) return std::unexpected(opened.error());
  return std::move(**opened);
}

Outcome<CaseFile> Cases::act(std::int64_t case_id, const Action& action, const identity::Person& by,
                             Timestamp now) {
  store::Database& database = store_.database();
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  auto file = of_id(case_id);
  if (!file) return std::unexpected(file.error());
  if (!*file) return denied(Why::not_found, "there is no such case", "reload the list");
  const std::size_t evidence = (*file)->evidence.size();
  const std::size_t explanations = (*file)->explanations.size();
  Step step{std::move(**file), action, by, now, action.text};
  if (Refused refused = apply(step)) return std::move(*refused);
  if (step.file.log.size() >= limits::case_items_max)
    return denied(Why::conflict, "the case's log is full", "close it, and open another one");
  if (auto kept = keep_case(database, step.file); !kept) return std::unexpected(kept.error());
  if (step.file.evidence.size() > evidence)
    if (auto added = keep_evidence(database, case_id, step.file.evidence.back()); !added)
      return std::unexpected(added.error());
  if (step.file.explanations.size() > explanations)
    if (auto added = keep_explanation(database, case_id, step.file.explanations.back()); !added)
      return std::unexpected(added.error());
  if (auto logged = add_log(store_, step.file, {now, by.name, action.action, step.text}); !logged)
    return std::unexpected(logged.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  auto now_it_is = of_id(case_id);
  if (!now_it_is) return std::unexpected(now_it_is.error());
  return std::move(**now_it_is);
}

Result<std::size_t> Cases::note_overdue(Timestamp now) {
  store::Database& database = store_.database();
  // Mostly there is none, and nobody is kept waiting.
  auto late = overdue_cases(database, now);
  if (!late) return std::unexpected(late.error());
  if (late->empty()) return 0;
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  late = overdue_cases(database, now);
  if (!late) return std::unexpected(late.error());
  for (const CaseFile& file : *late)
    if (auto logged = add_log(store_, file, {now, "davy", "overdue", to_rfc3339(file.due_at)});
        !logged)
      return std::unexpected(logged.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return late->size();
}

Result<std::optional<CaseFile>> Cases::of_id(std::int64_t case_id) {
  return read_case(store_.database(), case_id);
}

Result<CaseList> Cases::list(std::string_view state, std::string_view cursor, std::size_t limit,
                             std::string_view units_json) {
  return read_cases(store_.database(), state, cursor, limit, units_json);
}

Result<CaseCounts> Cases::counts(Timestamp now, std::string_view units_json) {
  constexpr Duration month = std::chrono::hours{24 * 30};
  store::Database& database = store_.database();
  auto rows = database.query(
      "WITH seen AS NOT MATERIALIZED (SELECT closed_ns, due_ns FROM case_file WHERE ?3 = '' OR "
      "(SELECT unit FROM subject WHERE id = subject_id) IN (SELECT value FROM json_each(?3))) "
      "SELECT (SELECT count(*) FROM seen WHERE closed_ns IS NULL), "
      "(SELECT count(*) FROM seen WHERE closed_ns IS NULL AND due_ns < ?1), "
      "(SELECT count(*) FROM seen WHERE closed_ns > ?2)",
      store::ns(now), store::ns(now - month), units_json);
  if (!rows) return std::unexpected(rows.error());
  if (const auto row = rows->step(); !row) return std::unexpected(row.error());
  return CaseCounts{rows->integer(0), rows->integer(1), rows->integer(2)};
}

}  // namespace davy::casefile
