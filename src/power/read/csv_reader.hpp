// Tables of readings: long, wide, or a day a row.
//
// Shape:   the first limits::meter_sample_octets are looked at whole to understand headings and dates; then lines are read where
//          they lie. Plain decimals and ISO times take short ways.
// Errors:  as power/meter_file.hpp.
// Threads: one owner.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "power/read/csv_layout.hpp"
#include "power/read/line_cutter.hpp"
#include "power/read/meter_names.hpp"

namespace davy::power {

class CsvReader : public MeterFormat {
 public:
  explicit CsvReader(MeterFileOutput& output) : output_(output), counts_(output.counts) {}

  void octets(Bytes chunk) override;
  void end() override;

 private:
  void begin();
  void prepare_columns();
  void lines(std::string_view text);
  void row(std::string_view line, bool ended);
  void long_row(std::string_view line, bool ended);
  void wide_row(std::string_view line, bool ended);
  void days_row(std::string_view line, bool ended);
  const MeterNumber* meter_of_row();
  std::vector<MeterNumber> make_meters(std::string_view key);
  std::string readable(std::string_view text) const;
  double multiplier() const;
  const Unit& unit_of_row(const CsvColumn& column);

  std::optional<Moment> time_of(std::string_view text, std::string_view clock = {});
  void bad_time(std::string_view text, Flaw flaw);
  void cell(std::string_view text, const CsvColumn& column, MeterNumber meter);
  void odd_cell(std::string_view text, const CsvColumn& column, MeterNumber meter);
  void number(double value, const CsvColumn& column, MeterNumber meter, const Unit& unit);
  void bad_value(std::string_view text, const CsvColumn& column, MeterNumber meter);
  void tell_end();
  void tell_scale();

  MeterFileOutput& output_;
  MeterFileCounts& counts_;
  std::string sample_;
  bool begun_ = false;
  CsvLayout layout_;
  std::optional<TimeReader> times_;
  LineCutter cutter_;
  MeterNames names_;
  std::vector<MeterNumber> meters_;  // of wide columns
  std::vector<std::string_view> fields_;
  std::size_t fields_needed_ = 0;
  std::string key_;
  std::string clocked_;
  std::string last_time_;  // what at_ was read from
  Unit row_unit_;
  std::string row_unit_text_;
  Moment at_;
  std::int64_t interval_s_ = 0;
  double kw_sum_ = 0;  // of values that are power, to tell a unit that cannot be
  std::uint64_t kw_count_ = 0;
  std::uint64_t short_rows_ = 0;
  std::uint64_t bad_time_line_ = 0;
  std::uint64_t bad_value_line_ = 0;
};

}  // namespace davy::power
