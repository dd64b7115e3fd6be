#include "app/open_cases.hpp"

#include <fmt/format.h>

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
// What was on its way when a case was closed is no relapse.
constexpr std::int64_t relapse_after_ns = 600'000'000'000;

Result<std::vector<Opening>> never_had_one(store::Store& store) {
  return store::rows_of<Opening>(
      store.database().query(
          "SELECT id FROM subject WHERE level <= 1 AND NOT (exemption_id IS NOT NULL AND "
          "exemption_why = '') AND NOT EXISTS (SELECT 1 FROM case_file WHERE subject_id = "
          "subject.id) ORDER BY id LIMIT ?",
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
      out.push_back({one.subject_id,
                     fmt::format("outside exemption {}: {}", one.exemption_id, one.why)});
  }
  return out;
}

Result<std::size_t> open(store::Store& store, const std::vector<Opening>& openings,
                         Timestamp now) {
  static const identity::Person davy{.name = "davy", .role = identity::Role::analyst};
  casefile::Cases cases(store);
  std::size_t count = 0;
  for (const Opening& one : openings) {
    const auto opened = cases.open(one.subject_id, one.reason, davy, now);
    if (!opened) return std::unexpected(opened.error());
    if (std::holds_alternative<casefile::CaseFile>(*opened)) ++count;
  }
  return count;
}

}  // namespace

Result<std::size_t> open_cases(store::Store& store, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  if (auto placed = registry::place_new_subjects(store); !placed)
    return std::unexpected(placed.error());
  std::size_t count = 0;
  for (const auto find : {left_exemption, never_had_one, relapsed}) {
    const auto openings = find(store);
    if (!openings) return std::unexpected(openings.error());
    const auto opened = open(store, *openings, now);
    if (!opened) return std::unexpected(opened.error());
    count += *opened;
  }
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return count;
}

}  // namespace davy::app
