#include "workbench/api/subject_json.hpp"

#include <fmt/format.h>

#include "workbench/api/routes.hpp"

namespace davy::api {

void write_subject_fields(report::JsonWriter& json, const store::StoredSubject& subject) {
  json.field("subject_id", static_cast<std::uint64_t>(subject.id));
  json.field("kind", subject.key.kind);
  json.field("name", subject.key.name);
  json.field("level", verdict::name(subject.level));
  json.field("probability", subject.probability);
  json.text_or_null_field("coin", subject.coin);
  json.text_or_null_field("dialect", subject.dialect);
  json.field("first_seen", time_text(subject.first_seen));
  json.field("last_seen", time_text(subject.last_seen));
  json.field("signals", subject.signals);
  json.field("case_id", subject.open_case);
  json.field("unit", subject.unit);
  json.field("exemption_id", subject.exemption);
}

void write_subject(report::JsonWriter& json, const store::StoredSubject& subject) {
  json.begin_object();
  write_subject_fields(json, subject);
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
