// Findings of every shape, made by hand, for the tests of the reports and for looking at them.
//
// Shape:   a confirmed RandomX miner with a full conversation, an attempt, a one-sided flow over IPv6, a probable flow with
//          no conversation at all, hostile text in every field that traffic fills; related flows; good, damaged and
//          unreadable inputs.
// Threads: pure.
#pragma once

#include "workbench/report/findings.hpp"

namespace davy::report {

inline constexpr std::string_view sample_login =
    "48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGzKt52XU5xvqgzYnDK9URnRoJMk1j8nLwEVsaSWJ4fhdUyZijBGUico"
    "D";
inline constexpr std::string_view sample_worker = "lab-204-pc7";
inline constexpr std::string_view sample_pseudonym_key = "a key for tests, not for use";

Findings sample_findings();
Findings sample_without_mining();
Findings
sample_of_every_name();  // every kind of message, related class and reason of malformed input

// `count` mining findings in `inputs` inputs.
Findings sample_of_many(std::size_t count, std::size_t inputs);

Style sample_style(std::string_view language = "en");

}  // namespace davy::report
