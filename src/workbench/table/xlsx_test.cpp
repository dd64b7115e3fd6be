// Workbooks of other programs are read in tests/api/register_test.py; here is what only a made one can hold.
#include "workbench/table/xlsx.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <map>

#include "workbench/table/headed_table.hpp"
#include "workbench/table/xlsx_parts.hpp"

namespace davy::table {
namespace {

using Parts = std::map<std::string, std::string>;

std::string workbook(Parts parts) {
  parts.try_emplace(
      "xl/workbook.xml",
      R"(<workbook xmlns:r="r"><sheets><sheet name="hidden" state="hidden" r:id="r0"/>)"
      R"(<sheet name="a" r:id="r1"/></sheets></workbook>)");
  parts.try_emplace("xl/_rels/workbook.xml.rels",
                    R"(<Relationships><Relationship Id="r1" Target="/xl/worksheets/s.xml"/>)"
                    R"(</Relationships>)");
  zip_error_t error;
  zip_source_t* const buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* const zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  zip_source_keep(buffer);
  for (const auto& [name, text] : parts)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
  EXPECT_EQ(zip_close(zip), 0);
  zip_stat_t facts;
  zip_source_stat(buffer, &facts);
  std::string octets(facts.size, '\0');
  zip_source_open(buffer);
  zip_source_read(buffer, octets.data(), octets.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return octets;
}

Sheet sheet_of(std::string xml, Parts more = {}) {
  more["xl/worksheets/s.xml"] = std::move(xml);
  auto sheet = read_xlsx(workbook(std::move(more)));
  EXPECT_TRUE(sheet) << (sheet ? "" : sheet.error().message);
  return sheet.value_or(Sheet{});
}

TEST(Xlsx, cells_of_all_kinds) {
  const Sheet sheet = sheet_of(
      R"(<sheetData><row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="b"><v>1</v></c>)"
      R"(<c t="inlineStr"><is><t>in </t><t>line</t></is></c><c t="e"><v>#N/A</v></c>)"
      R"(<c><v>1.0000000000000001E-1</v></c><c s="1"><v>46356.34375</v></c><c s="2"><v>46356</v></c>)"
      R"(<c s="3"><v>0.5</v></c></row></sheetData>)",
      {{"xl/sharedStrings.xml",
        "<sst><si><t>no</t></si><si><r><t>r</t></r><r><t>ich</t></r></si></sst>"},
       {"xl/styles.xml",
        R"(<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy/m/d &quot;h&quot; hh:mm"/>)"
        R"(</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>)"
        R"(<xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>)"}});
  ASSERT_EQ(sheet.rows.size(), 1u);
  EXPECT_EQ(sheet.rows[0].line, 2u);
  EXPECT_EQ(sheet.rows[0].cells,
            (std::vector<std::string>{"rich", "", "TRUE", "in line", "#N/A", "0.1",
                                      "2026-11-30 08:15:00", "2026-11-30", "12:00:00"}));
}

TEST(Xlsx, days_since_1904) {
  const Parts parts{
      {"xl/workbook.xml",
       R"(<workbook><workbookPr date1904="1"/><sheets><sheet name="a" id="r1"/></sheets></workbook>)"},
      {"xl/styles.xml", R"(<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>)"}};
  const Sheet sheet =
      sheet_of(R"(<sheetData><row><c s="0"><v>44894</v></c></row></sheetData>)", parts);
  EXPECT_EQ(sheet.rows.at(0).cells.at(0), "2026-11-30");
}

TEST(Xlsx, a_merged_range_stays_within_the_rows_that_are_there) {
  const Sheet sheet = sheet_of(
      R"(<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>u</x:v></x:c>)"
      R"(</x:row><x:row r="3"><x:c r="C3"><x:v>3</x:v></x:c></x:row></x:sheetData><x:mergeCells>)"
      R"(<x:mergeCell ref="A1:B1048576"/></x:mergeCells></x:worksheet>)");
  ASSERT_EQ(sheet.rows.size(), 2u);
  EXPECT_EQ(sheet.rows[1].cells, (std::vector<std::string>{"u", "u", "3"}));
}

TEST(Xlsx, too_many_rows_are_counted) {
  std::string xml = "<sheetData>";
  for (std::size_t i = 0; i < sheet_rows_max + 7; ++i) xml += "<row><c><v>1</v></c></row>";
  const Sheet sheet = sheet_of(xml + "</sheetData>");
  EXPECT_EQ(sheet.rows.size(), sheet_rows_max);
  EXPECT_EQ(sheet.rows_left_out, 7u);
}

TEST(Xlsx, what_is_hostile_is_refused_in_words) {
  EXPECT_FALSE(read_xlsx(workbook({{"xl/worksheets/s.xml", "<!DOCTYPE a><sheetData/>"}})));
  EXPECT_FALSE(read_xlsx(workbook({{"xl/worksheets/s.xml", "<sheetData>"}})));
  EXPECT_FALSE(read_xlsx(workbook({})));
  const std::string large(xlsx_part_octets_max + 1, ' ');
  const auto refused = read_xlsx(workbook({{"xl/worksheets/s.xml", large}}));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("too large"), std::string::npos);
}

TEST(Xlsx, places) {
  EXPECT_EQ(place_named("B3")->column, 1u);
  EXPECT_EQ(place_named("AA10")->column, 26u);
  EXPECT_EQ(place_named("AA10")->row, 9u);
  for (const char* none : {"", "3", "A", "A0", "a1", "A-1", "AAAAA1"})
    EXPECT_FALSE(place_named(none)) << none;
}

constexpr std::array fields{Field{"unit", {"单位"}}, Field{"zone", {"区域"}}, Field{"kind", {}}};
constexpr std::array<std::string_view, 1> must{"unit"};

TEST(HeadedTable, finds_its_heading_below_titles_and_tells_what_it_did_not_read) {
  auto table = HeadedTable::parse("List of units,,\n,made 2026,\n单位, Zone ,colour\nA;B,C,red\n",
                                  fields, must);
  ASSERT_TRUE(table);
  ASSERT_TRUE(table->next());
  EXPECT_EQ(table->line(), 4u);
  EXPECT_EQ(table->text("unit"), "A;B");
  EXPECT_EQ(table->text("zone"), "C");
  EXPECT_EQ(table->text("kind"), "");
  EXPECT_FALSE(table->has("kind"));
  EXPECT_EQ(table->heading().at(2).field, "");
  EXPECT_FALSE(table->next());
}

TEST(HeadedTable, one_field_is_read_from_one_column) {
  auto table = HeadedTable::parse("unit,单位\nfirst,second\n", fields, must);
  ASSERT_TRUE(table && table->next());
  EXPECT_EQ(table->text("unit"), "first");
  EXPECT_FALSE(HeadedTable::parse("zone,kind\na,b\n", fields, must));
}

TEST(HeadedTable, lists_in_one_cell) {
  EXPECT_EQ(listed(" 10.0.0.1；10.0.0.2、10.0.0.3, x;"),
            (std::vector<std::string>{"10.0.0.1", "10.0.0.2", "10.0.0.3", "x"}));
  EXPECT_TRUE(listed(" ;， ").empty());
}

}  // namespace
}  // namespace davy::table
