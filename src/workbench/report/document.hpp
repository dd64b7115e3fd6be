// A report as sections of words, tables and drawings, made once and printed on a terminal or as a page.
//
// Shape:   texts are plain; what a page needs escaped is escaped when it is printed. A chart is HTML with inline SVG already,
//          and the terminal leaves it out: its numbers stand in a table.
// Threads: values; the printers are pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workbench/report/text.hpp"

namespace davy::report {

struct DocumentTable {
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows;
  std::size_t words = 1;    // leading columns that are no numbers
  bool words_last = false;  // the last column is words too: a source, a remark

  bool is_words(std::size_t column) const {
    return column < words || (words_last && column + 1 == heading.size());
  }
};

struct DocumentBlock {
  enum class Kind : std::uint8_t { words, note, table, chart } kind = Kind::words;
  std::string text;  // of a chart: HTML
  DocumentTable table;
};

struct DocumentSection {
  std::string heading;
  std::vector<DocumentBlock> blocks;

  void say(std::string text) {
    blocks.push_back({DocumentBlock::Kind::words, std::move(text), {}});
  }
  void note(std::string text) {
    blocks.push_back({DocumentBlock::Kind::note, std::move(text), {}});
  }
  void add(DocumentTable table) {
    if (!table.rows.empty()) blocks.push_back({DocumentBlock::Kind::table, {}, std::move(table)});
  }
  void draw(std::string html) {
    if (!html.empty()) blocks.push_back({DocumentBlock::Kind::chart, std::move(html), {}});
  }
};

struct Document {
  std::string title;
  std::string about;
  std::vector<DocumentSection> sections;
};

std::string terminal_text(const Document& document, std::size_t width, bool colours);
std::string html_text(const Document& document, Language language, std::string_view version);

}  // namespace davy::report
