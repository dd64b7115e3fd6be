// The findings as one self-contained page for people: summary, findings, coverage, method, versions.
//
// Units:   with their prefixes in the text; times UTC.
// Shape:   HTML 5 without script and without any external resource (a content security policy holds it to that); light
//          and dark on screen, A4 in print. Cards for the first 200 findings, table rows for the first 2,000; what is
//          left out is said. The same Findings, Style and version give the same bytes.
// Privacy: as in json_lines.hpp; every text from traffic is escaped.
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "workbench/report/findings.hpp"

namespace davy::report {

std::string html_report(const Findings& findings, const Style& style, std::string_view version);

}  // namespace davy::report
