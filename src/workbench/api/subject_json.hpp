// A subject as the API tells it. Only api/ includes this.
//
// Threads: of the store.
#pragma once

#include "base/result.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::api {

// The fields, inside an object that is open.
void write_subject_fields(report::JsonWriter& json, const store::StoredSubject& subject);
void write_subject(report::JsonWriter& json, const store::StoredSubject& subject);
// A subject that a case is about is never deleted before it.
Result<store::StoredSubject> subject_row(store::Store& store, std::int64_t subject_id);

}  // namespace davy::api
