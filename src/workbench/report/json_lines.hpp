// The findings as event lines: one JSON object a line, for machines.
//
// Units:   in the key or beside the value ("unit"); times UTC, RFC 3339, six fractional digits.
// Shape:   mining_flow, related_flow, mining_subject, then one coverage for each input, in the order of Findings. The same
//          Findings and Style give the same bytes: keys have a fixed order, numbers a fixed form (json_writer.hpp).
//          schema/event.schema.json describes every key.
// Privacy: logins and worker names are pseudonyms everywhere, excerpts included; with Style::reveal_logins the lines
//          also carry `login` and `worker`, and excerpts are as sent.
// Threads: pure.
#pragma once

#include <string>

#include "workbench/report/findings.hpp"

namespace davy::report {

std::string json_lines(const Findings& findings, const Style& style);

}  // namespace davy::report
