// Words of headings: lower case, parts, and text that is not UTF-8.
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
bool is_utf8(std::string_view text);
// As GB18030, which holds GBK and GB 2312; the text itself where it is none.
std::string utf8_of_gbk(std::string_view text);
// Chunks cut UTF-8 letters in two: is_utf8() of a text whose last letter may be incomplete.
bool may_be_utf8(std::string_view text);

}  // namespace davy::power
