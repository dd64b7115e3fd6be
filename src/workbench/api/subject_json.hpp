// A subject as the API tells it. Only api/ includes this.
//
// Threads: of the store.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::api {

// What a subject's row does not hold.
struct SubjectFacts {
  std::uint64_t signals = 0;
  std::optional<std::uint64_t> case_id = {};
  std::optional<std::uint64_t> exemption_id = {};  // whose scope it lies in
};
Result<SubjectFacts> facts_of(store::Store& store, std::int64_t subject_id);

// The fields, inside an object that is open.
void write_subject_fields(report::JsonWriter& json, const store::StoredSubject& subject,
                          const SubjectFacts& facts);
void write_subject(report::JsonWriter& json, const store::StoredSubject& subject,
                   const SubjectFacts& facts);
// A subject that a case is about is never deleted before it.
Result<store::StoredSubject> subject_row(store::Store& store, std::int64_t subject_id);

}  // namespace davy::api
