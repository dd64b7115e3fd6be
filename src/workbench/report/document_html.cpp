#include <fmt/format.h>

#include "workbench/report/document.hpp"
#include "workbench/report/html_frame.hpp"
#include "workbench/report/html_page.hpp"

namespace davy::report {
namespace {

constexpr std::string_view style =
#include "embedded/energy_css.inc"
    ;

constexpr std::size_t rows_max = 2'000;

std::string_view class_of(std::size_t column, const DocumentTable& table) {
  if (!table.is_words(column)) return "num";
  return column < table.words ? "nb" : "source";
}

std::string row_html(const std::vector<std::string>& row, const DocumentTable& table) {
  std::string cells;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells += fmt::format("<td class=\"{}\" data-label=\"{}\"><div>{}</div></td>",
                         class_of(i, table), escaped(table.heading[i]), escaped(row[i]));
  }
  return element("tr", "", cells);
}

std::string table_html(const DocumentTable& table, Language language) {
  std::string head, rows;
  for (std::size_t i = 0; i < table.heading.size(); ++i)
    head += element("th", class_of(i, table) == "num" ? "num" : "", escaped(table.heading[i]));
  for (std::size_t i = 0; i < std::min(table.rows.size(), rows_max); ++i)
    rows += row_html(table.rows[i], table);
  std::string out =
      element("div", "scroll",
              element("table", "stack",
                      element("thead", "", element("tr", "", head)) + element("tbody", "", rows)));
  if (table.rows.size() > rows_max) {
    out +=
        element("p", "soft",
                text(Text::rows_left_out, language, std::to_string(table.rows.size() - rows_max)));
  }
  return out;
}

std::string block_html(const DocumentBlock& block, Language language) {
  switch (block.kind) {
    case DocumentBlock::Kind::table:
      return table_html(block.table, language);
    case DocumentBlock::Kind::note:
      return element("p", "soft any", escaped(block.text));
    case DocumentBlock::Kind::chart:
      return block.text;
    case DocumentBlock::Kind::words:
      break;
  }
  return element("p", "any", escaped(block.text));
}

}  // namespace

std::string html_text(const Document& document, Language language, std::string_view version) {
  std::string out = html_head(escaped(document.title), "Davy", language, style);
  out += html_top(escaped(document.title), escaped(document.about)) + "<main>";
  for (const DocumentSection& section : document.sections) {
    std::string inner = element("h2", "", escaped(section.heading));
    for (const DocumentBlock& block : section.blocks) inner += block_html(block, language);
    out += element("section", "page-section", inner);
  }
  out += "</main>\n" + element("footer", "", "Davy " + escaped(version)) + "</body></html>\n";
  return out;
}

}  // namespace davy::report
