// The cells of an Office Open XML workbook (.xlsx), as text.
//
// Shape:   of the first sheet that has rows. A merged range has its text in each of its cells, because that is what it means to
//          whoever reads it. Dates are "2026-11-30" or "2026-11-30 08:15:00", numbers as the file has them, truth "TRUE", "FALSE";
//          of a formula, the result that was saved with it.
// Errors:  input_error: no workbook, damaged, hostile (beyond the bounds, a document type declaration).
// Bounds:  below. Rows beyond them are counted, columns are left out.
// Threads: pure.
// Source:  ECMA-376 parts 1 and 2, by libzip and expat.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.hpp"
#include "workbench/table/sheet.hpp"

namespace davy::table {

inline constexpr std::size_t xlsx_part_octets_max = 64ull * 1024 * 1024;  // of one part, unpacked
inline constexpr std::size_t xlsx_sheets_max = 64;
inline constexpr std::size_t xlsx_merged_max = 50'000;
inline constexpr std::size_t xlsx_strings_max = 1'000'000;

// Is it a zip? Whether it is a workbook, read_xlsx() says.
bool is_zip(std::string_view octets);
Result<Sheet> read_xlsx(std::string_view octets);

}  // namespace davy::table
