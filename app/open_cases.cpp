#include "app/open_cases.hpp"

#include "workbench/casefile/cases.hpp"
#include "workbench/store/rows.hpp"

namespace davy::app {

Result<std::size_t> open_cases(store::Store& store, Timestamp now) {
  static const identity::Person davy{.name = "davy", .role = identity::Role::analyst};
  const auto subjects = store::rows_of<std::int64_t>(
      store.database().query(
          "SELECT id FROM subject WHERE level <= 1 AND NOT EXISTS "
          "(SELECT 1 FROM case_file WHERE subject_id = subject.id) ORDER BY id LIMIT 1000"),
      [](const store::Query& row) { return row.integer(0); });
  if (!subjects) return std::unexpected(subjects.error());
  casefile::Cases cases(store);
  std::size_t count = 0;
  for (const std::int64_t subject : *subjects) {
    const auto opened = cases.open(subject, "opened by a verdict", davy, now);
    if (!opened) return std::unexpected(opened.error());
    if (std::holds_alternative<casefile::CaseFile>(*opened)) ++count;
  }
  return count;
}

}  // namespace davy::app
