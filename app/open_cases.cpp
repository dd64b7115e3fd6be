#include "app/open_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "workbench/casefile/cases.hpp"
#include "workbench/registry/exemptions.hpp"
#include "workbench/registry/places.hpp"
#include "workbench/store/rows.hpp"

namespace davy::app {
namespace {

struct Opening {
  std::int64_t subject_id = 0;
  std::string reason = {};
};

constexpr std::size_t at_once_max = 1'000;
// One flush of the disk for so many; who else writes waits for moments only.
constexpr std::size_t cases_a_transaction = 100;
// What was on its way when a case was closed is no relapse.
constexpr std::int64_t relapse_after_ns = 600'000'000'000;

Result<std::vector<Opening>> never_had_one(store::Store& store) {
  return store::rows_of<Opening>(
      store.database().query("SELECT id FROM subject INDEXED BY subject_without_case WHERE "
                             "level <= 1 AND cases = 0 AND (exemption_id IS NULL OR exemption_why "
                             "<> '') ORDER BY level, last_seen_ns DESC LIMIT ?",
                             at_once_max),
      [](const store::Query& row) { return Opening{row.integer(0), "opened by a verdict"}; });
}

Result<std::vector<Opening>> relapsed(store::Store& store) {
  return store::rows_of<Opening>(
      store.database().query(
          "SELECT id, max(case_id) AS last, last_seen_ns FROM case_file JOIN subject ON "
          "subject.id = subject_id WHERE closed_ns IS NOT NULL AND phase = 'relapse_watch' AND "
          "level <= 1 AND last_seen_ns > closed_ns + ? AND NOT (exemption_id IS NOT NULL AND "
          "exemption_why = '') AND NOT EXISTS (SELECT 1 FROM case_file later WHERE "
          "later.subject_id = subject.id AND later.case_id > case_file.case_id) "
          "GROUP BY id ORDER BY id LIMIT ?",
          relapse_after_ns, at_once_max),
      [](const store::Query& row) {
        return Opening{row.integer(0),
                       fmt::format("relapse: seen again at {}, after case {} was closed",
                                   to_rfc3339(timestamp_ns(row.integer(2))), row.integer(1))};
      });
}

// The others are suspected only.
Result<std::vector<Opening>> left_exemption(store::Store& store) {
  const auto left = registry::judge_exemptions(store);
  if (!left) return std::unexpected(left.error());
  std::vector<Opening> out;
  for (const registry::LeftExemption& one : *left) {
    const auto level =
        store.database().integer("SELECT level FROM subject WHERE id = ?", one.subject_id);
    if (!level) return std::unexpected(level.error());
    if (level->value_or(4) <= 1)
      out.push_back(
          {one.subject_id, fmt::format("outside exemption {}: {}", one.exemption_id, one.why)});
  }
  return out;
}

const identity::Person& davy() {
  static const identity::Person person{.name = "davy", .role = identity::Role::analyst};
  return person;
}

// To the second: "2026-11-30T14:36:34Z".
std::string second_of(Timestamp time) { return to_rfc3339(time).substr(0, 19) + "Z"; }

std::string record_of(std::int64_t flows, Timestamp first, Timestamp last, std::string dialect,
                      const std::string& coin) {
  const std::string count = flows == 1 ? "a flow" : fmt::format("{} flows", flows);
  if (!coin.empty()) dialect += ", " + coin;
  return fmt::format("mining was read in {}, from {} to {}: {}; see the finding", count,
                     second_of(first), second_of(last), dialect);
}

// One of the three elements of evidence is what was read: whoever takes the case need not write it down again.
Result<void> keep_record(store::Store& store, const casefile::CaseFile& file, Timestamp now) {
  const auto records = store::rows_of<std::string>(
      store.database().query(
          "SELECT count(*), min(f.first_seen_ns), max(f.last_seen_ns), dialect, s.coin FROM flow f "
          "JOIN subject s ON s.id = subject_id WHERE s.id = ? AND s.level = 0 AND f.level = 0",
          file.subject_id),
      [](const store::Query& row) {
        if (row.integer(0) == 0) return std::string{};
        return record_of(row.integer(0), timestamp_ns(row.integer(1)), timestamp_ns(row.integer(2)),
                         row.text(3), row.text(4));
      });
  if (!records) return std::unexpected(records.error());
  if (records->empty() || records->front().empty()) return {};
  const auto added = casefile::Cases(store).act(file.case_id,
                                                {.action = "add_evidence",
                                                 .text = records->front(),
                                                 .element = casefile::Element::pool_access},
                                                davy(), now);
  if (!added) return std::unexpected(added.error());
  return {};
}

Result<std::size_t> open_some(store::Store& store, std::span<const Opening> openings,
                              Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  casefile::Cases cases(store);
  std::size_t count = 0;
  for (const Opening& one : openings) {
    const auto opened = cases.open(one.subject_id, one.reason, davy(), now);
    if (!opened) return std::unexpected(opened.error());
    const auto* const file = std::get_if<casefile::CaseFile>(&*opened);
    if (file == nullptr) continue;
    ++count;
    if (auto kept = keep_record(store, *file, now); !kept) return std::unexpected(kept.error());
  }
  if (auto failed = store::failure_of(transaction->commit())) return std::unexpected(*failed);
  return count;
}

Result<std::size_t> open(store::Store& store, std::span<const Opening> openings, Timestamp now) {
  std::size_t count = 0;
  while (!openings.empty()) {
    const auto some = openings.first(std::min(openings.size(), cases_a_transaction));
    openings = openings.subspan(some.size());
    const auto opened = open_some(store, some, now);
    if (!opened) return opened;
    count += *opened;
  }
  return count;
}

// What leaves an exemption is told once: judged and opened in one transaction.
Result<std::size_t> open_what_left(store::Store& store, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto openings = left_exemption(store);
  if (!openings) return std::unexpected(openings.error());
  const auto opened = open(store, *openings, now);
  if (!opened) return opened;
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return opened;
}

}  // namespace

Result<std::size_t> open_cases(store::Store& store, Timestamp now) {
  if (auto placed = registry::place_new_subjects(store); !placed)
    return std::unexpected(placed.error());
  const auto left = open_what_left(store, now);
  if (!left) return left;
  std::size_t count = *left;
  for (const auto find : {never_had_one, relapsed}) {
    const auto openings = find(store);
    if (!openings) return std::unexpected(openings.error());
    const auto opened = open(store, *openings, now);
    if (!opened) return opened;
    count += *opened;
  }
  return count;
}

}  // namespace davy::app
