// Tables that people bring, a register's and an authority's: whole files, and, since a checksum guards what is inside a zip, the XML
// of a sheet put into a workbook that is otherwise in order. Whatever they hold: an error in words, or rows within the bounds.
#include <zip.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"
#include "workbench/notice/notice_table.hpp"
#include "workbench/table/xlsx.hpp"

namespace {

using namespace davy;

void look(std::string_view octets) {
  const auto sheet = table::read_sheet(octets);
  if (!sheet && sheet.error().message.empty()) std::abort();
  if (!sheet) return;
  if (sheet->rows.size() > table::sheet_rows_max) std::abort();
  std::size_t line = 0;
  for (const table::Row& row : sheet->rows) {
    if (row.line <= line || row.cells.size() > limits::table_columns_max) std::abort();
    line = row.line;
    for (const std::string& cell : row.cells)
      if (cell.size() > table::sheet_cell_octets_max) std::abort();
  }
}

void look_as_list(std::string_view octets) {
  auto list = notice::parse_list(octets);
  if (!list) return;
  while (list->next()) {
    notice::Item item;
    const std::string why = notice::read_item(*list, cctz::utc_time_zone(), item);
    if (!why.empty()) continue;
    if (item.source_port.value_or(0) > 65'535 || item.destination_port.value_or(0) > 65'535)
      std::abort();
    if (notice::identity_of(item) == "||0|") std::abort();
  }
}

void put(zip_t* zip, const char* name, std::string_view text) {
  zip_source_t* const source = zip_source_buffer(zip, text.data(), text.size(), 0);
  if (source == nullptr || zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) < 0) std::abort();
}

constexpr std::string_view workbook =
    R"(<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>)";
constexpr std::string_view relations =
    R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)";
constexpr std::string_view strings = "<sst><si><t>IP</t></si><si><t>10.0.0.1</t></si></sst>";
constexpr std::string_view styles =
    R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy-mm-dd hh:mm"/></numFmts>)"
    R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>)";

// A workbook with one part of it taken from the input.
void look_inside(const char* part, std::string_view text) {
  zip_error_t error;
  zip_source_t* const buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* const zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  if (zip == nullptr) std::abort();
  zip_source_keep(buffer);
  const std::string_view name{part};
  constexpr std::string_view sheet =
      R"(<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>)"
      R"(<row r="2"><c r="A2" s="2"><v>44000.5</v></c></row></sheetData>)";
  const auto or_input = [&](std::string_view of, std::string_view usual) {
    return of == name ? text : usual;
  };
  put(zip, "xl/workbook.xml", or_input("xl/workbook.xml", workbook));
  put(zip, "xl/_rels/workbook.xml.rels", relations);
  put(zip, "xl/sharedStrings.xml", or_input("xl/sharedStrings.xml", strings));
  put(zip, "xl/styles.xml", or_input("xl/styles.xml", styles));
  put(zip, "xl/worksheets/sheet1.xml", or_input("xl/worksheets/sheet1.xml", sheet));
  if (zip_close(zip) != 0) std::abort();
  zip_stat_t facts;
  zip_source_stat(buffer, &facts);
  std::string octets(facts.size, '\0');
  zip_source_open(buffer);
  if (zip_source_read(buffer, octets.data(), octets.size()) < 0) std::abort();
  zip_source_close(buffer);
  zip_source_free(buffer);
  look(octets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets = davy::as_text({data, size});
  look(octets);
  look_as_list(octets);
  if (octets.starts_with('<'))
    for (const char* part :
         {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"})
      look_inside(part, octets);
  return 0;
}
