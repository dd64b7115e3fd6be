// The timeline and the intervals of a finding, drawn.
//
// Shape:   HTML with inline SVG. Every drawing has a title, says nothing by colour alone, and has its numbers in text or a
//          table beside it. Bars of a row are scaled to the row's highest bin, whose count is printed behind the row.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "flow/conversation_record.hpp"
#include "workbench/energy/hash_rate.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

// "" if the timeline holds nothing.
std::string timeline_html(const flow::Timeline& timeline, Language language);

// The interval on a logarithmic scale whose ends are written under it.
std::string interval_html(const energy::Interval& interval, std::string_view unit,
                          std::string_view title);

}  // namespace davy::report
