#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text_encoding.hpp"
#include "base/tsv.hpp"
#include "power/read/csv_layout.hpp"
#include "power/read/number_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

// Logs of flows have times and numbers too.
bool heads_addresses(std::string_view heading) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"sa", "da", "srcip", "dstip", "src ip", "dst ip", "srcaddr", "dstaddr", "source ip",
       "destination ip", "src addr", "dst addr", "source address", "destination address"});
  return std::ranges::find(names, joined_words(heading)) != names.end();
}

bool is_row_of_times(const std::vector<std::string_view>& fields, bool comma_is_point) {
  bool time = false, number = false;
  for (const std::string_view field : fields) {
    const bool is_time = field.find(':') != field.npos && is_utf8(field) &&
                         parse_time(std::string{field}, DateOrder::day_first).has_value();
    time = time || is_time;
    number = number || (!is_time && field_number(field, comma_is_point));
  }
  return time && number;
}

// Two rows with a time of day and a number behind a line of headings that are no addresses.
bool is_table_of_times(std::string_view text) {
  constexpr int rows_looked_at = 5, rows_min = 2;
  const std::string_view heading = take_line(text);
  const char separator = separator_of(heading);
  std::vector<std::string_view> fields;
  split_fields(heading, separator, limits::meter_columns_max, fields);
  if (fields.size() < 2 || std::ranges::any_of(fields, heads_addresses)) return false;
  int rows = 0;
  for (int i = 0; i < rows_looked_at && !text.empty(); ++i) {
    split_fields(take_line(text), separator, limits::meter_columns_max, fields);
    rows += is_row_of_times(fields, separator != ',') ? 1 : 0;
  }
  return rows >= rows_min;
}

}  // namespace

bool looks_like_readings(std::string_view sample, const ReadingOptions& options) {
  constexpr std::size_t wide_columns_min = 50;
  constexpr int wide_time_column_max = 2;
  MeterBook book;
  MeterFileOutput output(book, options, "");
  const auto layout = understand_csv(sample, output);
  if (!layout) return is_table_of_times(sample);
  if (std::ranges::any_of(layout->columns, heads_addresses, &CsvColumn::text)) return false;
  const bool heading_is_cut = sample.find('\n') == sample.npos;
  if (heading_is_cut) return layout->time == 0 && layout->columns.size() >= wide_columns_min;
  std::string_view rest = sample.substr(layout->octets_before);
  std::vector<std::string_view> fields;
  split_fields(take_line(rest), layout->separator, limits::meter_columns_max, fields);
  // A table of facts has a date behind them.
  if (layout->shape == CsvShape::wide && layout->time > wide_time_column_max) return false;
  const auto time = static_cast<std::size_t>(layout->time);
  if (fields.size() <= time) return false;
  const std::string text =
      is_utf8(fields[time]) ? std::string{fields[time]} : utf8_of_gbk(fields[time]);
  if (!parse_time(text, layout->date_order)) return false;
  return std::ranges::any_of(layout->values, [&](int column) {
    const auto i = static_cast<std::size_t>(column);
    return i < fields.size() &&
           (field_number(fields[i], layout->comma_is_point) || is_no_reading(fields[i]));
  });
}

}  // namespace davy::power
