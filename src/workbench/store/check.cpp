#include "workbench/store/check.hpp"

#include <fmt/format.h>

#include "workbench/store/migrations.hpp"

namespace davy::store {
namespace {

void tell(CheckReport& report, std::string problem) {
  if (report.problems.size() < limits::store_problems_max)
    report.problems.push_back(std::move(problem));
}

Result<void> check_pages(Database& database, CheckReport& report) {
  auto found =
      database.query(fmt::format("PRAGMA integrity_check({})", limits::store_problems_max));
  if (!found) return std::unexpected(found.error());
  while (true) {
    const auto row = found->step();
    if (!row) tell(report, row.error().message);
    if (!row || !*row) return {};
    if (found->view(0) != "ok") tell(report, found->text(0));
  }
}

Result<void> check_references(Database& database, CheckReport& report) {
  auto found = database.query("PRAGMA foreign_key_check");
  if (!found) return std::unexpected(found.error());
  for (std::size_t told = 0; told < limits::store_problems_max; ++told) {
    const auto row = found->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    tell(report, fmt::format("a row of {} names a row of {} that is not there", found->view(0),
                             found->view(2)));
  }
  const auto strays = database.integer(
      "SELECT count(*) FROM signal WHERE subject_id NOT IN (SELECT id FROM subject)");
  if (!strays) return std::unexpected(strays.error());
  if (strays->value_or(0) > 0)
    tell(report, fmt::format("{} signals name a subject that is not there", **strays));
  return {};
}

// Numbers that triggers keep beside the rows.
Result<void> check_kept_counts(Database& database, CheckReport& report) {
  const auto signals = database.integer(
      "WITH rows AS (SELECT subject_id, count(*) AS n FROM signal GROUP BY subject_id), kept AS"
      " (SELECT subject_id, signals AS n FROM signal_count WHERE signals > 0)"
      " SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM rows)) +"
      " (SELECT count(*) FROM (SELECT * FROM rows EXCEPT SELECT * FROM kept))");
  if (!signals) return std::unexpected(signals.error());
  if (signals->value_or(0) > 0)
    tell(report,
         fmt::format("{} subjects have another number of signals than they say", **signals));
  const auto levels = database.integer(
      "SELECT count(*) FROM (SELECT kind, level, count(*) FROM subject GROUP BY kind, level EXCEPT"
      " SELECT kind, level, subjects FROM subject_count)");
  if (!levels) return std::unexpected(levels.error());
  if (levels->value_or(0) > 0)
    tell(report, fmt::format("{} counts of subjects by level are wrong", **levels));
  return {};
}

// Of a list that is kept beside the rows, and must agree with them.
Result<void> check_counts(Database& database, CheckReport& report) {
  const auto days = database.integer(
      "SELECT count(*) FROM (SELECT DISTINCT day FROM signal EXCEPT SELECT day FROM signal_day)");
  if (!days) return std::unexpected(days.error());
  if (days->value_or(0) > 0)
    tell(report, fmt::format("{} days of signals are not in the list of days", **days));
  if (auto failed = failure_of(check_kept_counts(database, report)))
    return std::unexpected(*failed);
  const auto flows = database.integer(
      "SELECT count(*) FROM subject s WHERE flows <> (SELECT count(*) FROM flow f WHERE"
      " f.subject_id = s.id)");
  if (!flows) return std::unexpected(flows.error());
  if (flows->value_or(0) > 0)
    tell(report, fmt::format("{} subjects have another number of flows than they say", **flows));
  return {};
}

}  // namespace

Result<CheckReport> check(Store& store, std::optional<AuditHead> kept_elsewhere) {
  CheckReport report;
  Database& database = store.database();
  const auto form = database.integer("PRAGMA user_version");
  if (!form) return std::unexpected(form.error());
  report.form = form->value_or(0);
  if (report.form != newest_version())
    tell(report, fmt::format("form {}, this program knows {}", report.form, newest_version()));
  if (auto failed = failure_of(check_pages(database, report))) return std::unexpected(*failed);
  if (!report.problems.empty()) return report;  // what a damaged file says means nothing
  if (auto failed = failure_of(check_references(database, report))) return std::unexpected(*failed);
  if (auto failed = failure_of(check_counts(database, report))) return std::unexpected(*failed);
  const auto audit = verify_audit(store, kept_elsewhere);
  if (!audit) return std::unexpected(audit.error());
  report.audit_entries = audit->entries;
  if (!audit->problem.empty()) tell(report, "audit log: " + audit->problem);
  return report;
}

}  // namespace davy::store
