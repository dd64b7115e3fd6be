#include "workbench/table/sheet.hpp"

#include <algorithm>

#include "base/delimited_text.hpp"
#include "base/text_encoding.hpp"
#include "workbench/table/xlsx.hpp"

namespace davy::table {
namespace {

std::string cut(std::string text) {
  if (text.size() <= sheet_cell_octets_max) return text;
  std::size_t end = sheet_cell_octets_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text;
}

void add(Sheet& sheet, std::size_t line, const std::vector<std::string>& cells) {
  if (std::ranges::all_of(cells, &std::string::empty)) return;
  if (sheet.rows.size() >= sheet_rows_max) {
    ++sheet.rows_left_out;
    return;
  }
  Row& row = sheet.rows.emplace_back(Row{.line = line});
  for (const std::string& cell : cells) row.cells.push_back(cut(cell));
}

Result<Sheet> read_text(std::string_view octets) {
  const auto utf8 = as_utf8(octets);
  if (!utf8)
    return input_error(
        "the table is neither a workbook (.xlsx) nor text in UTF-8 or GB 18030: save it as one of "
        "them");
  // Only its first row is a heading to this reader; which one is a heading to people is found later.
  DelimitedText text(*utf8);
  Sheet sheet;
  add(sheet, text.line(), text.heading());
  while (text.next()) add(sheet, text.line(), text.fields());
  return sheet;
}

}  // namespace

Result<Sheet> read_sheet(std::string_view octets) {
  // What Excel wrote before 2007 begins like this.
  if (octets.starts_with("\xd0\xcf\x11\xe0"))
    return input_error("the table is an old workbook (.xls): save it as .xlsx or CSV");
  return is_zip(octets) ? read_xlsx(octets) : read_text(octets);
}

}  // namespace davy::table
