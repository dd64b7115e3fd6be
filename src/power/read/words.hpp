// Words of headings: lower case and parts.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace davy::power {

std::string_view trim(std::string_view text);  // blanks, quotes and carriage returns at both ends
std::string lower(std::string_view text);      // ASCII letters only
std::vector<std::string> words(
    std::string_view text);  // in lower case, cut at all ASCII that is no letter or digit
std::string joined_words(std::string_view text);  // with one blank between

}  // namespace davy::power
