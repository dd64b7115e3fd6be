// Why, in the reader's language: what detectors say, rules of dialects, what told a coin.
//
// Shape:   a detector writes one English sentence with its figures in it; here is its form with {} for each figure, and the
//          same in Chinese. A form that is not known here stays as it was recorded.
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "workbench/report/text.hpp"

namespace davy::report {

std::string reason_text(std::string_view evidence, Language language);

}  // namespace davy::report
