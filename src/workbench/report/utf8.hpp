// Text from outside made safe to print: valid UTF-8, nothing that steers a terminal, and its width in columns.
//
// Units:   width is in terminal columns: 2 for CJK and emoji, 0 for combining marks, 1 otherwise.
// Shape:   an invalid sequence becomes U+FFFD, one for each octet that begins no character.
// Errors:  none: every octet string has an answer.
// Threads: pure functions.
// Source:  Unicode 15.0 (EastAsianWidth.txt W and F, general category Mn/Me/Cf in the blocks that occur in practice);
//          UTF-8 after RFC 3629.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace davy::report {

struct CodePoint {
  char32_t value = 0;
  std::size_t octets = 1;  // consumed; 1 for an invalid octet, whose value is U+FFFD
};

// The character at `at`, which is inside the text.
CodePoint code_point_at(std::string_view text, std::size_t at);

// C0, C1, DEL, and the characters that change the direction or the lines of text around them.
bool steers_display(char32_t value);

std::string valid_utf8(std::string_view text);

// As valid_utf8, and what steers a display becomes U+00B7 MIDDLE DOT: an escape sequence from traffic cannot act.
std::string printable(std::string_view text);

std::size_t columns(char32_t value);
std::size_t columns(std::string_view text);

// At most `width` columns, the last one an ellipsis if something was cut.
std::string fitted(std::string_view text, std::size_t width);

}  // namespace davy::report
