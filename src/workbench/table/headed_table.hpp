// A table that people bring, by the meaning of its columns.
//
// Shape:   each field has names that its column may have, in any language; they are compared in lower case, letters and digits only.
//          The heading is the row among the first heading_rows_max that names most fields: titles above it are left out, and of
//          a heading of two rows (merged cells) the one that says more is taken. A column whose heading no field has is told, not read.
// Errors:  input_error where no row names a field that must be there.
// Bounds:  as sheet.hpp.
// Threads: one owner.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/table/sheet.hpp"

namespace davy::table {

inline constexpr std::size_t heading_rows_max = 12;
inline constexpr std::size_t field_names_max = 16;

struct Field {
  std::string_view name;  // ours
  std::array<std::string_view, field_names_max> also = {};
};

struct Heading {
  std::string text = {};
  std::string_view field = {};  // "": nobody knows what it means
};

// A row that is not taken, and why: for whoever brought the table.
struct RefusedRow {
  std::size_t line = 0;
  std::string why = {};
};

class HeadedTable {
 public:
  // `must`: the fields of which at least one has to be there.
  static Result<HeadedTable> parse(std::string_view octets, std::span<const Field> fields,
                                   std::span<const std::string_view> must);

  bool next();  // the next row below the heading; false at the end
  std::size_t line() const { return sheet_.rows[at_].line; }
  // "" where the table has no such column, or the row no such cell.
  std::string_view text(std::string_view field) const;
  bool has(std::string_view field) const { return column_of(field).has_value(); }
  const std::vector<Heading>& heading() const { return heading_; }
  std::size_t rows_left_out() const { return sheet_.rows_left_out; }

 private:
  std::optional<std::size_t> column_of(std::string_view field) const;

  Sheet sheet_ = {};
  std::vector<Heading> heading_ = {};
  std::size_t at_ = 0;  // the row; the heading at first
};

// The parts between spaces, semicolons, commas and the marks that Chinese tables have, none empty.
std::vector<std::string> listed(std::string_view text);
// As they are kept in one text.
std::string joined(const std::vector<std::string>& parts);

}  // namespace davy::table
