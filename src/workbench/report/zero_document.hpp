// The zero report as a document, for a terminal or as a page.
//
// Threads: pure.
#pragma once

#include "workbench/custody/zero_report.hpp"
#include "workbench/report/document.hpp"

namespace davy::report {

Document zero_document(const custody::ZeroReport& report, Language language);

}  // namespace davy::report
