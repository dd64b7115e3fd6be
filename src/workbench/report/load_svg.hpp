// The picture of a load: the days of a meter, what they were expected to be, and where the load came.
//
// Shape:   one self-contained <figure>; gaps are gaps in the line. Works on screen, in print and in black and white.
// Threads: pure.
#pragma once

#include <string>

#include "workbench/report/judged_load.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

// "" where there is nothing to draw.
std::string load_html(const JudgedLoad& load, Language language);

}  // namespace davy::report
