// Lines for a terminal: wrapped by columns, indented, coloured if asked.
//
// Units:   widths in terminal columns (utf8.hpp).
// Shape:   text comes in printable; colour codes are added behind the width count.
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/verdict.hpp"

namespace davy::report {

// Breaks at spaces, and inside a word only if it is wider than a line; no empty line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// `text` wrapped behind `indent` spaces, at most `lines_max` lines, each with its line feed.
std::string paragraph(std::string_view text, std::size_t indent, std::size_t width,
                      std::size_t lines_max = 1'000);

std::string padded(std::string_view text, std::size_t width);

enum class Shade { red, yellow, cyan, green, bold, faint };
std::string shaded(std::string_view text, Shade shade, bool colours);
Shade shade_of(verdict::Level level);

}  // namespace davy::report
