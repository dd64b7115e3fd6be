#include "power/read/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text_encoding.hpp"
#include "power/read/number_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr std::size_t shown_octets = 40;

std::string_view shown(std::string_view text) { return text.substr(0, shown_octets); }

// The field that begins at the front of `rest`, which loses it and the separator behind.
std::string_view take_field(std::string_view& rest, char separator, bool& more) {
  std::size_t from = 0;
  if (rest.starts_with('"')) from = rest.find('"', 1);
  const std::size_t end = from == rest.npos ? from : rest.find(separator, from);
  const std::string_view field = rest.substr(0, end);
  more = end != rest.npos;
  rest.remove_prefix(more ? end + 1 : rest.size());
  return field;
}

// How much of a file is looked at: so much, whatever the pieces it comes in, and a heading and a row at least.
std::size_t sample_octets(std::string_view text) {
  const std::size_t heading = text.find('\n');
  const std::size_t row = heading == text.npos ? heading : text.find('\n', heading + 1);
  const std::size_t both = row == text.npos ? limits::meter_line_octets_max : row + 1;
  return std::max(limits::meter_sample_octets, both);
}

}  // namespace

void CsvReader::octets(Bytes chunk) {
  if (output_.problem) return;
  const std::string_view text = as_text(chunk);
  if (begun_) return lines(text);
  sample_.append(text);
  if (sample_.size() >= sample_octets(sample_)) begin();
}

void CsvReader::begin() {
  begun_ = true;
  const std::string sample = std::exchange(sample_, {});
  std::string_view seen = std::string_view{sample}.substr(0, sample_octets(sample));
  // Its last line may be cut.
  if (seen.size() >= limits::meter_sample_octets && seen.find('\n') != seen.npos)
    seen = seen.substr(0, seen.rfind('\n') + 1);
  auto layout = understand_csv(seen, output_);
  auto zone = LocalZone::load(output_.options.time_zone);
  if (!layout || !zone) {
    output_.problem = layout ? zone.error() : layout.error();
    return;
  }
  layout_ = std::move(*layout);
  times_.emplace(std::move(*zone), layout_.date_order, layout_.is_utc,
                 layout_.interval_end ? -1 : 0);
  prepare_columns();
  lines(std::string_view{sample}.substr(layout_.octets_before));
}

void CsvReader::prepare_columns() {
  cutter_.start_at(layout_.lines_before);
  interval_s_ = layout_.shape == CsvShape::days ? layout_.slot_min * 60 : 0;
  for (std::size_t i = 0; i < layout_.columns.size(); ++i)
    if (layout_.columns[i].role != Role::ignored) fields_needed_ = i + 1;
  if (layout_.shape != CsvShape::wide) return;
  for (const CsvColumn& column : layout_.columns)
    meters_.push_back(column.role == Role::value ? output_.book.meter(column.text, column.quantity)
                                                 : MeterBook::refused_meter);
}

void CsvReader::lines(std::string_view text) {
  cutter_.cut(text, [this](std::string_view line, bool ended) { row(line, ended); });
}

void CsvReader::end() {
  if (!begun_ && !output_.problem) begin();
  if (output_.problem) return;
  cutter_.end([this](std::string_view line, bool ended) { row(line, ended); });
  tell_end();
}

void CsvReader::row(std::string_view line, bool ended) {
  if (line.empty() || line.find_first_not_of(" \t,;") == line.npos) return;
  ++counts_.rows;
  if (layout_.shape == CsvShape::wide)
    wide_row(line, ended);
  else if (layout_.shape == CsvShape::long_rows)
    long_row(line, ended);
  else
    days_row(line, ended);
  output_.look_for_contradiction(cutter_.number());
}

// Rows of all meters follow each other with one time.
std::optional<Moment> CsvReader::time_of(std::string_view text, std::string_view clock) {
  if (clock.empty() && text == last_time_ && !text.empty()) return at_;
  if (!clock.empty()) {
    clocked_ = text;
    clocked_ += ' ';
    clocked_ += clock;
    text = clocked_;
  }
  auto at = times_->read(text);
  if (!at && layout_.is_gbk) at = times_->read(readable(text));
  last_time_ = at && clock.empty() ? text : std::string_view{};
  if (at) return at_ = *at;
  bad_time(text, at.error());
  return std::nullopt;
}

void CsvReader::bad_time(std::string_view text, Flaw flaw) {
  counts_.flaws.add(flaw);
  if (bad_time_line_ != 0) return;
  bad_time_line_ = cutter_.number();
  if (flaw == Flaw::local_time_skipped)
    return output_.note(bad_time_line_,
                        fmt::format("'{}' never was in {}: daylight saving skips it", shown(text),
                                    output_.options.time_zone));
  output_.note(bad_time_line_,
               fmt::format("'{}' is no time that is understood: see date_format in a mapping",
                           shown(readable(text))));
}

void CsvReader::number(double value, const CsvColumn& column, MeterNumber meter, const Unit& unit) {
  if (is_sentinel(value, unit, column.quantity)) return output_.book.flaw(meter, Flaw::sentinel);
  ++counts_.readings;
  const double own = value * unit.to_own;
  if (column.quantity != Quantity::energy_register) kw_sum_ += own;
  // A register is read at its time, whatever interval others end there.
  if (column.quantity == Quantity::energy_register && layout_.interval_end)
    return output_.book.reading(meter, moment(at_.second + 1, at_.pass), own);
  output_.book.reading(meter, at_, own, interval_s_);
}

void CsvReader::odd_cell(std::string_view text, const CsvColumn& column, MeterNumber meter) {
  if (const auto value = field_number(text, layout_.comma_is_point))
    return number(*value, column, meter, unit_of_row(column));
  if (is_no_reading(text)) {
    ++counts_.no_readings;
    return;
  }
  bad_value(text, column, meter);
}

void CsvReader::bad_value(std::string_view text, const CsvColumn& column, MeterNumber meter) {
  counts_.flaws.add(Flaw::unreadable_value);
  output_.book.flaw(meter, Flaw::unreadable_value);
  if (bad_value_line_ != 0) return;
  bad_value_line_ = cutter_.number();
  const bool time = parse_time(text, DateOrder::day_first).has_value() && text.size() >= 8;
  output_.note(bad_value_line_,
               fmt::format("'{}' under '{}' is no number{}", shown(readable(text)), column.text,
                           time ? " but a time: are headings swapped?" : ""));
}

void CsvReader::cell(std::string_view text, const CsvColumn& column, MeterNumber meter) {
  double value = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || scan_number(text.data(), end, layout_.comma_is_point, value) != end)
    return odd_cell(text, column, meter);
  number(value, column, meter, unit_of_row(column));
}

void CsvReader::wide_row(std::string_view line, bool ended) {
  std::string_view rest = line;
  bool more = true;
  std::string_view time;
  std::string_view clock;
  for (int i = 0; i <= std::max(layout_.time, layout_.clock) && more; ++i) {
    const std::string_view field = take_field(rest, layout_.separator, more);
    if (i == layout_.time) time = trim(field);
    if (i == layout_.clock) clock = trim(field);
  }
  const auto at = time_of(time, clock);
  if (!at) return;
  std::size_t i = 0;
  const char* p = line.data();
  const char* const to = p + line.size();
  for (more = true; more && i < layout_.columns.size(); ++i) {
    const CsvColumn& column = layout_.columns[i];
    if (column.role == Role::value) {
      double value = 0;
      const char* const behind = scan_number(p, to, layout_.comma_is_point, value);
      if (behind != p && behind != to && *behind == layout_.separator) {
        number(value, column, meters_[i], column.unit);
        p = behind + 1;
        continue;
      }
    }
    std::string_view left{p, static_cast<std::size_t>(to - p)};
    const std::string_view field = take_field(left, layout_.separator, more);
    p = left.data();
    // Without its line break the last field may be cut.
    const bool whole = more || ended || i + 1 == layout_.columns.size();
    if (column.role == Role::value && whole) cell(trim(field), column, meters_[i]);
  }
  short_rows_ += i < layout_.columns.size();
}

std::string CsvReader::readable(std::string_view text) const {
  return is_utf8(text) ? std::string{text} : utf8_of_gbk(text);
}

std::vector<MeterNumber> CsvReader::make_meters(std::string_view key) {
  const std::string name = readable(key);
  std::vector<MeterNumber> numbers;
  for (const int column : layout_.values) {
    const CsvColumn& one = layout_.columns[static_cast<std::size_t>(column)];
    // A day's slots are one quantity.
    if (layout_.shape == CsvShape::days && !numbers.empty()) break;
    numbers.push_back(output_.book.meter(name, one.quantity));
  }
  return numbers;
}

const MeterNumber* CsvReader::meter_of_row() {
  std::string_view key;
  if (layout_.ids.size() == 1) {
    key = fields_[static_cast<std::size_t>(layout_.ids[0])];
  } else if (layout_.ids.size() > 1) {
    key_.clear();
    for (const int id : layout_.ids) {
      if (!key_.empty()) key_ += '/';
      key_ += fields_[static_cast<std::size_t>(id)];
    }
    key = key_;
  }
  return names_.find(key, [&] {
    return make_meters(layout_.ids.empty() ? std::string_view{output_.stem()} : key);
  });
}

double CsvReader::multiplier() const {
  if (layout_.multiplier < 0) return 1;
  const auto text = fields_[static_cast<std::size_t>(layout_.multiplier)];
  const auto value = field_number(text, layout_.comma_is_point);
  return value && *value > 0 ? *value : 1;
}

const Unit& CsvReader::unit_of_row(const CsvColumn& column) {
  const bool from_row = layout_.unit >= 0 && !output_.mapping.unit &&
                        static_cast<std::size_t>(layout_.unit) < fields_.size();
  const bool multiplied = layout_.multiplier >= 0 && column.quantity == Quantity::energy_register;
  if (!from_row && !multiplied) return column.unit;
  row_unit_ = column.unit;
  if (from_row) {
    const auto unit = parse_unit(fields_[static_cast<std::size_t>(layout_.unit)]);
    if (unit && unit->quantity == column.unit.quantity) row_unit_ = *unit;
  }
  if (multiplied) row_unit_.to_own *= multiplier();
  return row_unit_;
}

void CsvReader::long_row(std::string_view line, bool ended) {
  split_fields(line, layout_.separator, fields_needed_, fields_);
  const bool whole = fields_.size() == fields_needed_;
  short_rows_ += !whole;
  if (!ended && !whole) return;
  fields_.resize(fields_needed_);
  const auto at = time_of(
      fields_[static_cast<std::size_t>(layout_.time)],
      layout_.clock < 0 ? std::string_view{} : fields_[static_cast<std::size_t>(layout_.clock)]);
  if (!at) return;
  const MeterNumber* meter = meter_of_row();
  for (const int i : layout_.values) {
    const auto column = static_cast<std::size_t>(i);
    cell(fields_[column], layout_.columns[column],
         meter == nullptr ? MeterBook::refused_meter : *meter++);
  }
}

void CsvReader::days_row(std::string_view line, bool ended) {
  split_fields(line, layout_.separator, fields_needed_, fields_);
  const bool whole = fields_.size() == fields_needed_;
  short_rows_ += !whole;
  if (!ended && !whole) return;
  fields_.resize(fields_needed_);
  const std::string_view text = fields_[static_cast<std::size_t>(layout_.time)];
  const auto day =
      parse_time(layout_.is_gbk ? readable(text) : std::string{text}, layout_.date_order);
  if (!day) return bad_time(text, Flaw::unreadable_time);
  const MeterNumber* meter = meter_of_row();
  for (const int i : layout_.values) {
    const CsvColumn& column = layout_.columns[static_cast<std::size_t>(i)];
    const auto at = times_->of({day->second + column.start_min * 60, day->offset_s});
    const std::string_view field = fields_[static_cast<std::size_t>(i)];
    if (at) {
      at_ = *at;
      cell(field, column, meter == nullptr ? MeterBook::refused_meter : *meter);
    } else if (!is_no_reading(field)) {
      bad_time(text, at.error());
    }
  }
}

void CsvReader::tell_scale() {
  constexpr double kw_of_a_sensor_max = 50;
  constexpr double kw_of_a_meter_max = 20'000;
  if (counts_.readings == 0) return;
  const bool sensors = std::ranges::any_of(
      layout_.columns, [](const CsvColumn& column) { return column.role == Role::sensor; });
  const double mean = kw_sum_ / static_cast<double>(counts_.readings);
  if (mean < (sensors ? kw_of_a_sensor_max : kw_of_a_meter_max)) return;
  output_.note(
      fmt::format("values are {:.0f} {} on average, a thousand times what such a meter "
                  "shows: are they W or Wh? Then give the unit",
                  mean, sensors ? "kW a sensor" : "kW or kWh a meter"));
}

void CsvReader::tell_end() {
  counts_.meters = layout_.shape == CsvShape::wide ? layout_.values.size() : names_.size();
  counts_.time = output_.options.time_zone.empty()
                     ? (times_->zone_was_written() ? "UTC" : "local time as written")
                     : output_.options.time_zone;
  if (cutter_.too_long() > 0)
    output_.note(fmt::format("{} lines of more than {} octets were left out", cutter_.too_long(),
                             limits::meter_line_octets_max));
  if (short_rows_ > 0)
    output_.note(fmt::format("{} rows have fewer columns than the heading", short_rows_));
  tell_scale();
  output_.tell_contradictions();
  if (counts_.readings > 0) return;
  if (bad_time_line_ != 0 && counts_.flaws[Flaw::unreadable_time] == counts_.rows)
    return output_.fail(bad_time_line_,
                        fmt::format("no row has a time that is understood under '{}': are headings "
                                    "swapped? Name columns and date_format in a mapping",
                                    layout_.columns[static_cast<std::size_t>(layout_.time)].text));
  output_.fail(std::max<std::uint64_t>(bad_value_line_, layout_.lines_before),
               "no readings: is this the right file? Name time, meter and value in a mapping");
}

std::unique_ptr<MeterFormat> csv_readings(MeterFileOutput& output) {
  return std::make_unique<CsvReader>(output);
}

}  // namespace davy::power
