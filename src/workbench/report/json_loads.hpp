// What meters show, as parts of the event lines.
//
// Threads: one owner of the writer.
#pragma once

#include "workbench/report/findings.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::report {

// "electricity" of a subject that is a meter; nothing for others.
void write_loads(JsonWriter& json, const JudgedSubject& subject, const Findings& findings);
// A line of its own: event related_subject.
void write_related_load(JsonWriter& json, const JudgedLoad& load);
// "meters" of the coverage of an input that holds readings.
void write_meters(JsonWriter& json, const Coverage& coverage);

}  // namespace davy::report
