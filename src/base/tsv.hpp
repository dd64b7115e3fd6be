// Tables of text: the facts in data/*.tsv that are compiled into the program, and files of the same form.
//
// Shape:   rows separated by LF, fields by tab; empty lines, lines that begin with # and the heading line are left out.
// Errors:  none here: a row with fewer fields has empty ones, with more it loses the rest; a test holds the shape of each
//          embedded table.
// Threads: pure functions; views into the text.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace davy {

// The next line of `text`, without LF or CRLF; `text` loses it.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

template <std::size_t columns>
std::array<std::string_view, columns> tsv_fields(std::string_view line) {
  std::array<std::string_view, columns> row;
  for (std::string_view& field : row) {
    const std::size_t tab = line.find('\t');
    field = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  }
  return row;
}

template <std::size_t columns>
std::vector<std::array<std::string_view, columns>> tsv_rows(std::string_view text) {
  std::vector<std::array<std::string_view, columns>> rows;
  bool heading_seen = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    if (heading_seen) rows.push_back(tsv_fields<columns>(line));
    heading_seen = true;
  }
  return rows;
}

}  // namespace davy
