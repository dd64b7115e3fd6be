// How a table of readings is laid out, by its first lines.
//
// Shape:   long: a row is a reading, or several quantities, of one meter; wide: a column is a meter; days: a row is a meter's day.
// Errors:  a text without a column of times, or without values, names the line and the remedy.
// Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "power/read/heading.hpp"
#include "power/read/meter_format.hpp"

namespace davy::power {

enum class CsvShape : std::uint8_t { long_rows, wide, days };

struct CsvColumn {
  Role role = Role::ignored;
  Quantity quantity = Quantity::energy;
  Unit unit;
  int start_min = 0;  // of a slot
  std::string text;   // the heading
};

struct CsvLayout {
  CsvShape shape = CsvShape::long_rows;
  char separator = ',';
  bool comma_is_point = false;
  bool is_gbk = false;
  bool is_utc = false;
  bool interval_end = false;
  DateOrder date_order = DateOrder::unknown;
  std::vector<CsvColumn> columns;
  int time = -1;
  int clock = -1;
  int unit = -1;
  int multiplier = -1;
  std::vector<int> ids;
  std::vector<int> values;
  int slot_min = 0;                // of days
  std::uint64_t lines_before = 0;  // up to and with the heading
  std::size_t octets_before = 0;
};

// Fields of one row, quotes taken off; at most `fields_max`.
void split_fields(std::string_view line, char separator, std::size_t fields_max,
                  std::vector<std::string_view>& fields);

// Also says in the output's counts what was understood.
Result<CsvLayout> understand_csv(std::string_view sample, MeterFileOutput& output);
// What separates the fields of a line, by what occurs most.
char separator_of(std::string_view line);
// Whether a text begins as a table of readings; or else as one of times and numbers, whatever its headings say.
bool looks_like_readings(std::string_view sample, const ReadingOptions& options = {});

}  // namespace davy::power
