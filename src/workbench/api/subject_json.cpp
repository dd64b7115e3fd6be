#include "workbench/api/subject_json.hpp"

#include <fmt/format.h>

#include "workbench/api/routes.hpp"

namespace davy::api {

Result<SubjectFacts> facts_of(store::Store& store, std::int64_t subject_id) {
  SubjectFacts facts;
  store::Database& database = store.database();
  // Signals lie by day: of the days that there are, few have any of one subject.
  auto signals = database.integer(
      "SELECT count(*) FROM signal_day JOIN signal USING (day) WHERE subject_id = ?", subject_id);
  if (!signals) return std::unexpected(signals.error());
  facts.signals = static_cast<std::uint64_t>(signals->value_or(0));
  auto open_case = database.integer(
      "SELECT case_id FROM case_file WHERE subject_id = ? AND closed_ns IS NULL", subject_id);
  if (!open_case) return std::unexpected(open_case.error());
  if (*open_case) facts.case_id = static_cast<std::uint64_t>(**open_case);
  auto exempt = database.integer(
      "SELECT exemption_id FROM subject WHERE id = ? AND exemption_why = ''", subject_id);
  if (!exempt) return std::unexpected(exempt.error());
  if (*exempt) facts.exemption_id = static_cast<std::uint64_t>(**exempt);
  return facts;
}

void write_subject_fields(report::JsonWriter& json, const store::StoredSubject& subject,
                          const SubjectFacts& facts) {
  json.field("subject_id", static_cast<std::uint64_t>(subject.id));
  json.field("kind", subject.key.kind);
  json.field("name", subject.key.name);
  json.field("level", verdict::name(subject.level));
  json.field("probability", subject.probability);
  json.text_or_null_field("coin", subject.coin);
  json.text_or_null_field("dialect", subject.dialect);
  json.field("first_seen", time_text(subject.first_seen));
  json.field("last_seen", time_text(subject.last_seen));
  json.field("signals", facts.signals);
  json.field("case_id", facts.case_id);
  json.field("unit", subject.unit);
  json.field("exemption_id", facts.exemption_id);
}

void write_subject(report::JsonWriter& json, const store::StoredSubject& subject,
                   const SubjectFacts& facts) {
  json.begin_object();
  write_subject_fields(json, subject, facts);
  json.end_object();
}

Result<store::StoredSubject> subject_row(store::Store& store, std::int64_t subject_id) {
  auto detail = store::subject_detail(store, subject_id);
  if (!detail) return std::unexpected(detail.error());
  if (!*detail)
    return std::unexpected(
        Error{ErrorKind::internal, fmt::format("subject {} of a case is gone", subject_id)});
  return std::move((*detail)->subject);
}

}  // namespace davy::api
