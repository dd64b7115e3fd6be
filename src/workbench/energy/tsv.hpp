// The facts in data/*.tsv that are compiled into the program.
//
// Shape:   rows separated by LF, fields by tab; lines that begin with # and the heading line are left out.
// Errors:  none here: a test holds the shape of each embedded table.
// Threads: pure functions; views into static storage.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace davy::energy {

template <std::size_t columns>
std::vector<std::array<std::string_view, columns>> tsv_rows(std::string_view text) {
  std::vector<std::array<std::string_view, columns>> rows;
  bool heading_seen = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (!heading_seen) {
      heading_seen = true;
      continue;
    }
    auto& row = rows.emplace_back();
    for (std::string_view& field : row) {
      const std::size_t tab = line.find('\t');
      field = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
  }
  return rows;
}

}  // namespace davy::energy
