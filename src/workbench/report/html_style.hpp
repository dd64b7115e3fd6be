// The style sheet of the HTML page.
//
// Shape:   static text; custom properties hold every colour, so that dark screens and print change only those. Contrast of
//          text is at least 4.5 : 1 on both (WCAG 2.1, 1.4.3).
// Threads: static storage.
#pragma once

#include <string_view>

namespace davy::report {

std::string_view html_style();

}  // namespace davy::report
