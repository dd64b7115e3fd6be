// The rhythm of a flow that was not read, drawn: who spoke when, how much, and who had asked.
//
// Shape:   HTML with inline SVG: a row each for what the server sent unasked, what the client sent, and what it was
//          answered; a stroke for each message. Every row has a title and its numbers in text.
// Threads: pure.
#pragma once

#include <string>

#include "flow/rhythm_record.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

// "" if the record holds no messages. `client` is the side that fits a miner.
std::string rhythm_html(const flow::RhythmRecord& rhythm, flow::Direction client,
                        Language language);

}  // namespace davy::report
