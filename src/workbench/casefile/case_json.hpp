// What was done in a case, as JSON: the API tells it, and a bundle of evidence holds it.
//
// Threads: pure.
#pragma once

#include "workbench/casefile/case_file.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::casefile {

// Fields of an object that is open: phase, next step, cause, owner, times, who waits, evidence, log.
void write_work(report::JsonWriter& json, const CaseFile& file, Timestamp now);

}  // namespace davy::casefile
