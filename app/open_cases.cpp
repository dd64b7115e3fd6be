#include "app/open_cases.hpp"

#include <algorithm>
#include <span>

#include "workbench/casefile/cases.hpp"
#include "workbench/store/rows.hpp"

namespace davy::app {

namespace {

// One flush of the disk for so many; who else writes waits for moments only.
constexpr std::size_t cases_a_transaction = 100;

Result<std::size_t> open_some(store::Store& store, std::span<const std::int64_t> subjects,
                              Timestamp now) {
  static const identity::Person davy{.name = "davy", .role = identity::Role::analyst};
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  casefile::Cases cases(store);
  std::size_t count = 0;
  for (const std::int64_t subject : subjects) {
    const auto opened = cases.open(subject, "opened by a verdict", davy, now);
    if (!opened) return std::unexpected(opened.error());
    if (std::holds_alternative<casefile::CaseFile>(*opened)) ++count;
  }
  if (auto failed = store::failure_of(transaction->commit())) return std::unexpected(*failed);
  return count;
}

}  // namespace

Result<std::size_t> open_cases(store::Store& store, Timestamp now) {
  const auto subjects = store::rows_of<std::int64_t>(
      store.database().query(
          "SELECT id FROM subject INDEXED BY subject_without_case WHERE level <= 1 AND cases = 0 "
          "ORDER BY level, last_seen_ns DESC LIMIT 1000"),
      [](const store::Query& row) { return row.integer(0); });
  if (!subjects) return std::unexpected(subjects.error());
  std::size_t count = 0;
  for (std::span<const std::int64_t> rest{*subjects}; !rest.empty();) {
    const auto some = rest.first(std::min(rest.size(), cases_a_transaction));
    rest = rest.subspan(some.size());
    const auto opened = open_some(store, some, now);
    if (!opened) return opened;
    count += *opened;
  }
  return count;
}

}  // namespace davy::app
