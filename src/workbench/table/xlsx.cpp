#include "workbench/table/xlsx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "workbench/table/xlsx_parts.hpp"

namespace davy::table {
namespace {

// The parts of a workbook that a sheet is read with.
struct Workbook {
  std::vector<std::string> sheets = {};  // names of parts, in the order of the tabs
  std::vector<std::string> strings = {};
  std::vector<Format> formats = {};
  bool from_1904 = false;
};

Result<void> read_relations(const Package& package, const std::vector<std::string>& ids,
                            Workbook& book) {
  std::map<std::string, std::string, std::less<>> targets;
  const auto part = package.part("xl/_rels/workbook.xml.rels");
  if (!part) return std::unexpected(part.error());
  const auto read = read_xml(*part, [&](const Element& e) {
    if (e.name == "Relationship") targets[std::string{e.value("Id")}] = e.value("Target");
  });
  if (!read) return std::unexpected(read.error());
  for (const std::string& id : ids) {
    std::string target = targets[id];
    if (target.starts_with('/'))
      target.erase(0, 1);
    else
      target.insert(0, "xl/");
    if (book.sheets.size() < xlsx_sheets_max) book.sheets.push_back(std::move(target));
  }
  return {};
}

Result<void> read_sheets(const Package& package, Workbook& book) {
  const auto part = package.part("xl/workbook.xml");
  if (!part) return std::unexpected(part.error());
  std::vector<std::string> ids;
  const auto read = read_xml(*part, [&](const Element& e) {
    if (e.name == "sheet" && e.value("state") != "hidden") ids.emplace_back(e.value("id"));
    if (e.name == "workbookPr")
      book.from_1904 = e.value("date1904") == "1" || e.value("date1904") == "true";
  });
  if (!read) return std::unexpected(read.error());
  return read_relations(package, ids, book);
}

Result<Workbook> open_workbook(const Package& package) {
  Workbook book;
  if (auto read = read_sheets(package, book); !read) return std::unexpected(read.error());
  // A workbook of numbers only has no strings, a plain one no formats.
  if (package.has("xl/sharedStrings.xml")) {
    auto strings = read_strings(package);
    if (!strings) return std::unexpected(strings.error());
    book.strings = std::move(*strings);
  }
  if (package.has("xl/styles.xml")) {
    auto formats = read_formats(package);
    if (!formats) return std::unexpected(formats.error());
    book.formats = std::move(*formats);
  }
  return book;
}

std::string text_of(const Cell& cell, const Workbook& book) {
  if (cell.kind == "s") {
    const auto number = whole(cell.value);
    return number && *number < book.strings.size() ? book.strings[*number] : std::string{};
  }
  if (cell.kind == "b") return cell.value == "1" ? "TRUE" : "FALSE";
  if (cell.kind == "inlineStr" || cell.kind == "str" || cell.kind == "e") return cell.value;
  const auto style = whole(cell.style);
  const Format format =
      style && *style < book.formats.size() ? book.formats[*style] : Format::number;
  return format == Format::number ? number_text(cell.value)
                                  : date_text(cell.value, format, book.from_1904);
}

// What has come so far of a sheet, by row and column.
class Grid {
 public:
  explicit Grid(const Workbook& book) : book_(book) {}

  void put(const Cell& cell) {
    if (cell.place.column >= limits::table_columns_max) return;
    if (!rows_.contains(cell.place.row) && rows_.size() >= sheet_rows_max) {
      ++left_out_;
      return;
    }
    set(rows_[cell.place.row], cell.place.column,
        text_of(cell, book_).substr(0, sheet_cell_octets_max));
  }

  // Within the rows that are there: a merged range may reach to the end of the world.
  void spread(const Range& range) {
    const auto from = rows_.find(range.first.row);
    if (from == rows_.end() || range.first.column >= from->second.size()) return;
    const std::string text = from->second[range.first.column];
    const std::size_t last = std::min(range.last.column, limits::table_columns_max - 1);
    for (auto row = from; row != rows_.end() && row->first <= range.last.row; ++row)
      for (std::size_t c = range.first.column; c <= last && !is_too_large(); ++c)
        set(row->second, c, text);
  }

  // Few octets of a file make many of a table, where many cells name one long text.
  bool is_too_large() const { return octets_ > grid_octets_max; }

  Sheet sheet() && {
    Sheet sheet{.rows = {}, .rows_left_out = left_out_};
    for (auto& [number, cells] : rows_)
      if (std::ranges::any_of(cells, [](const std::string& c) { return !c.empty(); }))
        sheet.rows.push_back({number + 1, std::move(cells)});
    return sheet;
  }

 private:
  static constexpr std::size_t grid_octets_max = 256ull * 1024 * 1024;
  static constexpr std::size_t cell_octets = sizeof(std::string);

  void set(std::vector<std::string>& cells, std::size_t column, std::string text) {
    if (is_too_large()) return;
    octets_ += text.size() + cell_octets;
    if (cells.size() <= column) {
      octets_ += (column - cells.size()) * cell_octets;
      cells.resize(column + 1);
    }
    cells[column] = std::move(text);
  }

  const Workbook& book_;
  std::map<std::size_t, std::vector<std::string>> rows_ = {};
  std::size_t left_out_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace

bool is_zip(std::string_view octets) { return octets.starts_with("PK\x03\x04"); }

Result<Sheet> read_xlsx(std::string_view octets) {
  const auto package = Package::open(octets);
  if (!package) return std::unexpected(package.error());
  const auto book = open_workbook(*package);
  if (!book) return std::unexpected(book.error());
  Sheet sheet;
  for (const std::string& name : book->sheets) {
    Grid grid(*book);
    std::vector<Range> merged;
    const auto read = read_cells(*package, name, [&](const Cell& cell) { grid.put(cell); }, merged);
    if (!read) return std::unexpected(read.error());
    for (const Range& range : merged) grid.spread(range);
    if (grid.is_too_large())
      return input_error("the workbook is too large: split it, or save the sheet as CSV");
    sheet = std::move(grid).sheet();
    if (!sheet.rows.empty()) return sheet;
  }
  return input_error("the workbook has no sheet with anything in it");
}

}  // namespace davy::table
