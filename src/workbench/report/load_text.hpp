// A load of a meter in words, for the terminal and the page.
//
// Threads: pure functions.
#pragma once

#include <string>

#include "workbench/report/findings.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

std::string rounded(double value);  // three digits: "12.3", "1,230"
std::string found_loads_text(const Findings& findings,
                             Language language);  // "…: 3 loads at 2 meters"
std::string since_text(const JudgedLoad& load, Language language);
std::string until_text(const JudgedLoad& load, Language language);
std::string size_text(const JudgedLoad& load, Language language);
std::string energy_text(const JudgedLoad& load, Language language);
std::string machines_text(const JudgedLoad& load, Language language);
std::string pattern_text(const JudgedLoad& load, Language language);
std::string also_possible_text(const JudgedLoad& load, Language language);
// Why it is set aside: what it was recognised as.
std::string cleared_text(const JudgedLoad& load, Language language);
std::string settles_text(const JudgedLoad& load, Language language);
std::string filed_text(const JudgedLoad& load, Language language);  // "" where none is known
std::string meters_text(std::uint64_t count, Language language);
std::string flaws_text(const power::Quality& quality);  // "zero 12, spike 3"

}  // namespace davy::report
