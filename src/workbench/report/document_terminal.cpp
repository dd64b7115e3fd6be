#include <algorithm>

#include "workbench/report/document.hpp"
#include "workbench/report/terminal_text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

constexpr std::size_t indent = 2;

std::vector<std::size_t> widths(const DocumentTable& table) {
  std::vector<std::size_t> out(table.heading.size());
  const auto widen = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < std::min(row.size(), out.size()); ++i)
      out[i] = std::max(out[i], columns(printable(row[i])));
  };
  widen(table.heading);
  for (const auto& row : table.rows) widen(row);
  return out;
}

std::string row_text(const std::vector<std::string>& row, const std::vector<std::size_t>& widths,
                     const DocumentTable& table) {
  std::string out(indent, ' ');
  for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i) {
    const std::string cell = printable(row[i]);
    const std::string blank(widths[i] - columns(cell), ' ');
    out += table.is_words(i) ? cell + blank : blank + cell;
    out += "  ";
  }
  while (out.ends_with(' ')) out.pop_back();
  return out + "\n";
}

std::string table_text(const DocumentTable& table, bool colours) {
  const auto wide = widths(table);
  std::string out = shaded(row_text(table.heading, wide, table), Shade::faint, colours);
  for (const auto& row : table.rows) out += row_text(row, wide, table);
  return out;
}

std::string block_text(const DocumentBlock& block, std::size_t width, bool colours) {
  switch (block.kind) {
    case DocumentBlock::Kind::table:
      return table_text(block.table, colours);
    case DocumentBlock::Kind::note:
      return shaded(paragraph(printable(block.text), indent, width), Shade::faint, colours);
    case DocumentBlock::Kind::words:
      return paragraph(printable(block.text), indent, width);
    case DocumentBlock::Kind::chart:
      break;
  }
  return {};
}

}  // namespace

std::string terminal_text(const Document& document, std::size_t width, bool colours) {
  std::string out = shaded(printable(document.title), Shade::bold, colours) + "\n";
  if (!document.about.empty()) out += paragraph(printable(document.about), indent, width);
  for (const DocumentSection& section : document.sections) {
    out += "\n" + shaded(printable(section.heading), Shade::bold, colours) + "\n";
    for (const DocumentBlock& block : section.blocks) out += block_text(block, width, colours);
  }
  return out;
}

}  // namespace davy::report
