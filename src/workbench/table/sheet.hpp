// A table that people bring, as rows of text: a workbook (.xlsx), or text with commas, semicolons or tabs, UTF-8 or GB 18030.
//
// Shape:   what kind it is, is found by its content. Row numbers are those of the file, from 1; empty rows are left out.
// Errors:  input_error that says what to save it as.
// Bounds:  sheet_rows_max rows, limits::table_columns_max columns, sheet_cell_octets_max of a cell; what is left out is counted.
// Threads: pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace davy::table {

inline constexpr std::size_t sheet_rows_max = 100'000;
inline constexpr std::size_t sheet_cell_octets_max = 4'000;

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells = {};
};
struct Sheet {
  std::vector<Row> rows = {};
  std::size_t rows_left_out = 0;
};

Result<Sheet> read_sheet(std::string_view octets);

}  // namespace davy::table
