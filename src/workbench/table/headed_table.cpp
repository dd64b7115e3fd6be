#include "workbench/table/headed_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/delimited_text.hpp"

namespace davy::table {
namespace {

bool is_called(const Field& field, const std::string& plain) {
  if (plain == plain_heading(field.name)) return true;
  return std::ranges::any_of(
      field.also, [&](auto name) { return !name.empty() && plain == plain_heading(name); });
}

std::vector<Heading> heading_of(const Row& row, std::span<const Field> fields) {
  std::vector<Heading> heading;
  for (const std::string& cell : row.cells) {
    const std::string plain = plain_heading(cell);
    const auto field = std::ranges::find_if(fields, [&](const Field& f) {
      const bool taken = std::ranges::any_of(heading, [&](auto& h) { return h.field == f.name; });
      return !plain.empty() && !taken && is_called(f, plain);
    });
    heading.push_back({cell, field == fields.end() ? std::string_view{} : field->name});
  }
  return heading;
}

std::size_t known_in(const std::vector<Heading>& heading) {
  return static_cast<std::size_t>(
      std::ranges::count_if(heading, [](const Heading& h) { return !h.field.empty(); }));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<HeadedTable> HeadedTable::parse(std::string_view octets, std::span<const Field> fields,
                                       std::span<const std::string_view> must) {
  auto sheet = read_sheet(octets);
  if (!sheet) return std::unexpected(sheet.error());
  HeadedTable table;
  table.sheet_ = std::move(*sheet);
  const std::size_t rows = std::min(heading_rows_max, table.sheet_.rows.size());
  for (std::size_t i = 0; i < rows; ++i) {
    auto heading = heading_of(table.sheet_.rows[i], fields);
    if (known_in(heading) <= known_in(table.heading_)) continue;
    table.heading_ = std::move(heading);
    table.at_ = i;
  }
  if (std::ranges::none_of(must, [&](auto field) { return table.has(field); }))
    return input_error(
        fmt::format("no row of the table is a heading that names {}", fmt::join(must, " or ")));
  return table;
}

bool HeadedTable::next() {
  if (at_ + 1 >= sheet_.rows.size()) return false;
  ++at_;
  return true;
}

std::optional<std::size_t> HeadedTable::column_of(std::string_view field) const {
  const auto found = std::ranges::find(heading_, field, &Heading::field);
  if (found == heading_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - heading_.begin());
}

std::string_view HeadedTable::text(std::string_view field) const {
  const auto column = column_of(field);
  const Row& row = sheet_.rows[at_];
  if (!column || *column >= row.cells.size()) return {};
  return trimmed(row.cells[*column]);
}

std::vector<std::string> listed(std::string_view text) {
  static constexpr std::array<std::string_view, 8> marks{" ",  "\n", ";",  ",",
                                                         "；", "、", "，", "\t"};
  std::vector<std::string> parts{""};
  while (!text.empty()) {
    const auto mark = std::ranges::find_if(marks, [&](auto m) { return text.starts_with(m); });
    if (mark == marks.end()) {
      parts.back() += text.front();
      text.remove_prefix(1);
    } else {
      if (!parts.back().empty()) parts.emplace_back();
      text.remove_prefix(mark->size());
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ";"));
}

}  // namespace davy::table
