// The style sheet of the HTML page: page.css, cards.css and print.css, compiled in.
//
// Shape:   custom properties hold every colour, so that dark screens and print change only those.
// Threads: pure.
#pragma once

#include <string>

namespace davy::report {

std::string html_style();

}  // namespace davy::report
