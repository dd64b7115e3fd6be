// The findings as event lines: one JSON object a line, for machines.
//
// Units:   in the key or beside the value ("unit"); times UTC, RFC 3339, six fractional digits.
// Shape:   mining_flow, related_flow, mining_subject, then one coverage for each input, in the order of Findings. The same
//          Findings and Style give the same bytes: keys have a fixed order, numbers a fixed form (json_writer.hpp).
//          schema/event.schema.json describes every key.
// Privacy: logins and worker names are pseudonyms everywhere, excerpts included; with Style::reveal_logins the lines
//          also carry `login` and `worker`, and excerpts are as sent but for passwords, which are never shown.
// Bounds:  256 lines a thread are held at a time, about half a MiB; a host's line grows with its flows.
// Threads: pure; `threads` of them write lines, the caller's alone calls the sink.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "workbench/report/findings.hpp"

namespace davy::report {

using LineSink = std::function<void(std::string_view whole_lines)>;
void json_lines(const Findings& findings, const Style& style, unsigned threads,
                const LineSink& sink);

std::string json_lines(const Findings& findings, const Style& style);  // all at once

// One line each, without its end: for who keeps them apart.
std::string mining_flow_line(const JudgedFlow& flow, const Style& style);
std::string subject_line(const JudgedSubject& subject, const Findings& findings,
                         const Style& style);
std::string related_load_line(const JudgedLoad& load);

}  // namespace davy::report
