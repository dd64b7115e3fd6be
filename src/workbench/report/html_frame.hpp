// What every HTML page begins with: head, style and the bar with the lamp.
//
// Shape:   HTML 5 without script and without any external resource, which its content security policy holds it to. `about` is HTML
//          already; title and header are text of ours.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "workbench/report/text.hpp"

namespace davy::report {

std::string html_head(std::string_view title, std::string_view print_header, Language language,
                      std::string_view further_style = {});
std::string html_top(std::string_view title, std::string_view about);

}  // namespace davy::report
