#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/whole_number.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/energy/table_number.hpp"
#include "workbench/table/xlsx.hpp"
#include "workbench/table/xlsx_parts.hpp"

namespace davy::table {
namespace {

// ECMA-376 18.8.30: formats that need no definition.
std::optional<Format> built_in(std::size_t number) {
  if ((number >= 14 && number <= 17) || (number >= 27 && number <= 31) ||
      (number >= 50 && number <= 58) || number == 36)
    return Format::date;
  if ((number >= 18 && number <= 21) || (number >= 32 && number <= 35) ||
      (number >= 45 && number <= 47))
    return Format::time;
  if (number == 22) return Format::date_and_time;
  return std::nullopt;
}

// "yyyy-mm-dd hh:mm" is a date and a time; what stands in quotes or brackets is not.
Format format_of(std::string_view code) {
  bool day = false, hour = false, in_quotes = false, in_brackets = false;
  for (const char c : code) {
    if (c == '"') in_quotes = !in_quotes;
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (in_quotes || in_brackets) continue;
    day = day || c == 'y' || c == 'Y' || c == 'd' || c == 'D';
    hour = hour || c == 'h' || c == 'H' || c == 's' || c == 'S';
  }
  if (day) return hour ? Format::date_and_time : Format::date;
  return hour ? Format::time : Format::number;
}

}  // namespace

std::optional<std::size_t> whole(std::string_view text) { return whole_number<std::size_t>(text); }

Result<std::vector<std::string>> read_strings(const Package& package) {
  const auto part = package.part("xl/sharedStrings.xml");
  if (!part) return std::unexpected(part.error());
  std::vector<std::string> strings;
  bool in_text = false, in_reading = false;
  const auto read = read_xml(
      *part,
      [&](const Element& e) {
        if (e.name == "si" && strings.size() < xlsx_strings_max) strings.emplace_back();
        in_text = e.name == "t";
        in_reading = in_reading || e.name == "rPh";  // how it is pronounced
      },
      [&](std::string_view name) {
        in_text = false;
        if (name == "rPh") in_reading = false;
      },
      [&](std::string_view text) {
        if (in_text && !in_reading && !strings.empty()) strings.back() += text;
      });
  if (!read) return std::unexpected(read.error());
  return strings;
}

Result<std::vector<Format>> read_formats(const Package& package) {
  const auto part = package.part("xl/styles.xml");
  if (!part) return std::unexpected(part.error());
  std::map<std::size_t, Format> own;
  std::vector<Format> formats;
  bool in_cells = false;
  const auto read = read_xml(
      *part,
      [&](const Element& e) {
        const auto number = whole(e.value("numFmtId"));
        if (e.name == "numFmt" && number) own[*number] = format_of(e.value("formatCode"));
        if (e.name == "cellXfs") in_cells = true;
        if (e.name != "xf" || !in_cells) return;
        const auto known = own.find(number.value_or(0));
        formats.push_back(known != own.end()
                              ? known->second
                              : built_in(number.value_or(0)).value_or(Format::number));
      },
      [&](std::string_view name) {
        if (name == "cellXfs") in_cells = false;
      });
  if (!read) return std::unexpected(read.error());
  return formats;
}

namespace {

constexpr std::size_t rows_of_a_sheet = 1'048'576;  // ECMA-376 part 1, 18.3.1.73

std::optional<std::size_t> row_number(std::string_view text) {
  const auto number = whole(text);
  return number && *number >= 1 && *number <= rows_of_a_sheet ? number : std::nullopt;
}

}  // namespace

std::optional<Place> place_named(std::string_view name) {
  Place place;
  std::size_t at = 0;
  for (; at < name.size() && name[at] >= 'A' && name[at] <= 'Z' && at < 4; ++at)
    place.column = place.column * 26 + static_cast<std::size_t>(name[at] - 'A') + 1;
  const auto row = row_number(name.substr(at));
  if (at == 0 || !row) return std::nullopt;
  return Place{*row - 1, place.column - 1};
}

namespace {

std::optional<Range> range_named(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto first = place_named(name.substr(0, colon));
  const auto last = place_named(name.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->column < first->column)
    return std::nullopt;
  return Range{*first, *last};
}

// The cells of a sheet; references may be left out, and then a cell is the next one.
class Cells {
 public:
  Cells(const std::function<void(const Cell&)>& take, std::vector<Range>& merged)
      : take_(take), merged_(merged) {}

  void begins(const Element& e) {
    if (e.name == "row") {
      next_ = {row_number(e.value("r")).value_or(next_.row + 1) - 1, 0};
    } else if (e.name == "c") {
      cell_ = {.place = place_named(e.value("r")).value_or(next_),
               .kind = std::string{e.value("t")},
               .style = std::string{e.value("s")},
               .value = {}};
    } else if (e.name == "mergeCell" && merged_.size() < xlsx_merged_max) {
      if (const auto range = range_named(e.value("ref"))) merged_.push_back(*range);
    }
    in_value_ = e.name == "v" || e.name == "t";
  }
  void ends(std::string_view name) {
    in_value_ = false;
    if (name == "row") next_ = {next_.row + 1, 0};
    if (name != "c") return;
    if (!cell_.value.empty()) take_(cell_);
    next_ = {cell_.place.row, cell_.place.column + 1};
    cell_ = {};
  }
  void between(std::string_view text) {
    if (in_value_ && cell_.value.size() < sheet_cell_octets_max) cell_.value += text;
  }

 private:
  const std::function<void(const Cell&)>& take_;
  std::vector<Range>& merged_;
  Cell cell_ = {};
  Place next_ = {};
  bool in_value_ = false;
};

}  // namespace

Result<void> read_cells(const Package& package, const std::string& name,
                        const std::function<void(const Cell&)>& take, std::vector<Range>& merged) {
  const auto part = package.part(name);
  if (!part) return std::unexpected(part.error());
  Cells cells(take, merged);
  return read_xml(
      *part, [&](const Element& e) { cells.begins(e); },
      [&](std::string_view ended) { cells.ends(ended); },
      [&](std::string_view text) { cells.between(text); });
}

std::string number_text(std::string_view value) {
  const auto number = energy::number(value);
  if (!number) return std::string{value};
  // Fifteen digits are what a workbook keeps.
  if (std::abs(*number) < 1e15) return fmt::format("{:.15g}", *number);
  return std::string{value};
}

std::string date_text(std::string_view value, Format format, bool from_1904) {
  const auto days = energy::number(value);
  // Beyond the year 9999 it is no date.
  if (!days || *days < 0 || *days > 2'958'465) return std::string{value};
  const auto seconds = static_cast<std::int64_t>(std::llround(*days * 86'400));
  const std::int64_t since_1970 = from_1904 ? 24'107 : 25'569;
  const std::int64_t day = seconds / 86'400 - since_1970;
  const std::int64_t in_day = seconds % 86'400;
  std::string clock =
      fmt::format("{:02}:{:02}:{:02}", in_day / 3'600, in_day / 60 % 60, in_day % 60);
  if (format == Format::time && *days < 1) return clock;
  const std::string date = energy::to_text(energy::Day{std::chrono::days{day}});
  return in_day == 0 && format == Format::date ? date : date + " " + clock;
}

}  // namespace davy::table
