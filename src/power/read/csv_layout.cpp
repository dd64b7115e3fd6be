#include "power/read/csv_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.hpp"
#include "base/text_encoding.hpp"
#include "base/tsv.hpp"
#include "power/read/number_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr int day_min = 1440;
constexpr std::size_t lines_before_heading_max = 20;
constexpr std::size_t slots_min = 24;
constexpr std::string_view unit_assumed =
    "assumed, for neither heading nor file name says: give the unit if it is another";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::vector<Heading> headings_of(std::string_view line, const CsvLayout& layout) {
  std::vector<std::string_view> fields;
  split_fields(line, layout.separator, limits::meter_columns_max, fields);
  std::vector<Heading> headings;
  headings.reserve(fields.size());
  for (const std::string_view field : fields)
    headings.push_back(understand_heading(layout.is_gbk ? utf8_of_gbk(field) : std::string{field}));
  return headings;
}

bool has_role(const std::vector<Heading>& headings, Role role) {
  return std::ranges::find(headings, role, &Heading::role) != headings.end();
}

bool is_heading(const std::vector<Heading>& headings) {
  return headings.size() >= 2 &&
         (has_role(headings, Role::time) || has_role(headings, Role::time_end));
}

// A column by its heading or, from 1, its number; -1: there is none.
int column_named(const std::vector<Heading>& headings, const std::string& wanted) {
  for (std::size_t i = 0; i < headings.size(); ++i)
    if (lower(headings[i].text) == lower(wanted)) return static_cast<int>(i);
  int number = 0;
  const auto [end, failed] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  const bool whole = failed == std::errc{} && end == wanted.data() + wanted.size();
  const bool is_column =
      whole && number >= 1 && static_cast<std::size_t>(number) <= headings.size();
  return is_column ? number - 1 : -1;
}

// From the first to the last of some times.
std::int64_t span_s(const std::vector<std::string>& times, DateOrder order) {
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
  for (const std::string& text : times) {
    const auto time = parse_time(text, order);
    if (!time) continue;
    first = std::min(first.value_or(time->second), time->second);
    last = std::max(last.value_or(time->second), time->second);
  }
  return last.value_or(0) - first.value_or(0);
}

class Understanding {
 public:
  Understanding(std::string_view sample, MeterFileOutput& output)
      : sample_(sample), output_(output) {}

  Result<CsvLayout> layout() {
    layout_.is_gbk = !may_be_utf8(sample_);
    if (!find_heading())
      return input_error(
          fmt::format("{}:1: no heading names a column of times: name it in a mapping (time = "
                      "<heading or number>, "
                      "meter = …, value = …)",
                      output_.file_name));
    if (auto mapped = apply_mapping(); !mapped) return std::unexpected(mapped.error());
    take_roles();
    if (auto shaped = find_shape(); !shaped) return std::unexpected(shaped.error());
    find_date_order();
    describe();
    return std::move(layout_);
  }

 private:
  bool find_heading();
  bool use_line(std::string_view line);
  Result<void> apply_mapping();
  Result<void> give_role(const std::vector<std::string>& names, Role role);
  void take_roles();
  bool first_row_is_numbers() const;
  Result<void> find_shape();
  bool find_slots();
  void make_column(std::size_t i);
  Unit unit_of(const Heading& heading, std::string& why) const;
  Quantity quantity_of(const Heading& heading, const Unit& unit) const;
  std::vector<std::string> times_shown() const;
  void find_date_order();
  void describe();

  std::string_view sample_;
  MeterFileOutput& output_;
  CsvLayout layout_;
  std::vector<Heading> headings_;
  std::string unit_why_;
  bool unit_is_assumed_ = false;
};

bool Understanding::use_line(std::string_view line) {
  layout_.separator =
      output_.mapping.separator != 0 ? output_.mapping.separator : separator_of(line);
  layout_.comma_is_point = layout_.separator != ',';
  headings_ = headings_of(line, layout_);
  return is_heading(headings_) || (!output_.mapping.time.empty() && headings_.size() >= 2 &&
                                   column_named(headings_, output_.mapping.time[0]) >= 0);
}

bool Understanding::find_heading() {
  std::string_view rest = sample_;
  if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
  for (std::size_t i = 0; i < lines_before_heading_max && !rest.empty(); ++i) {
    const std::string_view from_here = rest;
    const std::string_view line = take_line(rest);
    ++layout_.lines_before;
    if (trim(line).empty() || !use_line(line)) continue;
    layout_.octets_before = sample_.size() - rest.size();
    // Numbers for columns may mean a file without heading: then the first line is one of data already.
    if (!is_heading(headings_) && std::ranges::any_of(headings_, [&](const Heading& heading) {
          return parse_time(heading.text, DateOrder::day_first).has_value();
        })) {
      layout_.octets_before = sample_.size() - from_here.size();
      --layout_.lines_before;
    }
    return true;
  }
  return false;
}

Result<void> Understanding::give_role(const std::vector<std::string>& names, Role role) {
  for (const std::string& wanted : names) {
    const int column = column_named(headings_, wanted);
    if (column < 0)
      return input_error(fmt::format("{}:{}: no column '{}', which the mapping names",
                                     output_.file_name, layout_.lines_before, wanted));
    headings_[static_cast<std::size_t>(column)].role = role;
  }
  return {};
}

// What the mapping names replaces what the headings say of the same role.
Result<void> Understanding::apply_mapping() {
  const Mapping& mapping = output_.mapping;
  const auto forget = [&](std::initializer_list<Role> roles) {
    for (Heading& heading : headings_)
      if (std::ranges::find(roles, heading.role) != roles.end()) heading.role = Role::ignored;
  };
  if (!mapping.time.empty()) forget({Role::time, Role::time_end, Role::clock});
  if (!mapping.meter.empty()) forget({Role::meter, Role::sensor});
  if (!mapping.value.empty()) forget({Role::value, Role::slot, Role::own_meter});
  for (const auto& [names, role] :
       {std::pair{mapping.time, Role::time}, std::pair{mapping.meter, Role::meter},
        std::pair{mapping.value, Role::value}, std::pair{mapping.ignored, Role::ignored}})
    if (auto given = give_role(names, role); !given) return given;
  if (mapping.time.size() > 1)
    headings_[static_cast<std::size_t>(column_named(headings_, mapping.time[1]))].role =
        Role::clock;
  return {};
}

void Understanding::take_roles() {
  layout_.interval_end = output_.options.interval_end;
  int end_column = -1;
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    const int column = static_cast<int>(i);
    Heading& heading = headings_[i];
    // "date" and "time": the second is the clock.
    if (heading.role == Role::time && layout_.time >= 0) {
      const std::string low = lower(headings_[static_cast<std::size_t>(layout_.time)].text);
      const bool date_before = low.find("date") != low.npos || low.find("日期") != low.npos;
      heading.role = date_before && layout_.clock < 0 ? Role::clock : Role::ignored;
    }
    if (heading.role == Role::time) layout_.time = column;
    if (heading.role == Role::time_end) end_column = column;
    if (heading.role == Role::clock && layout_.clock < 0) layout_.clock = column;
    if (heading.role == Role::unit) layout_.unit = column;
    if (heading.role == Role::multiplier) layout_.multiplier = column;
    if (heading.role == Role::meter || heading.role == Role::sensor) layout_.ids.push_back(column);
    layout_.is_utc |= heading.role == Role::time && heading.is_utc;
  }
  if (layout_.time >= 0 || end_column < 0) return;
  layout_.time = end_column;
  layout_.interval_end = true;
}

// 24, 48 or 96 times of a day, or numbers in their place.
bool Understanding::find_slots() {
  std::vector<std::size_t> slots;
  for (std::size_t i = 0; i < headings_.size(); ++i)
    if (headings_[i].role == Role::slot) slots.push_back(i);
  const int count = static_cast<int>(slots.size());
  if (slots.size() < slots_min || day_min % count != 0) return false;
  const int step = day_min / count;
  const int first = headings_[slots[0]].slot_min;
  for (std::size_t k = 0; k < slots.size(); ++k) {
    Heading& heading = headings_[slots[k]];
    const int number = static_cast<int>(k);
    const int expected = heading.slot_counts ? first + number : first + number * step;
    if (heading.slot_min % day_min != expected % day_min ||
        (first != 0 && first != step && first != 1))
      return false;
    heading.slot_min = number * step;
    if (is_of_power_curve(heading, count)) heading.quantity = Quantity::power;
  }
  layout_.slot_min = step;
  layout_.interval_end = false;
  return true;
}

// In all columns but that of the time.
bool Understanding::first_row_is_numbers() const {
  std::string_view rest = sample_.substr(layout_.octets_before);
  std::vector<std::string_view> fields;
  split_fields(take_line(rest), layout_.separator, limits::meter_columns_max, fields);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (static_cast<int>(i) == layout_.time) continue;
    double value = 0;
    const char* const end = fields[i].data() + fields[i].size();
    const char* const read = scan_number(fields[i].data(), end, layout_.comma_is_point, value);
    if (fields[i].empty() || read != end) return false;
  }
  return true;
}

Result<void> Understanding::find_shape() {
  const auto count = [&](Role role) { return std::ranges::count(headings_, role, &Heading::role); };
  const bool active_value = std::ranges::any_of(headings_, [](const Heading& heading) {
    return heading.role == Role::value && (!heading.quantity || is_active(*heading.quantity));
  });
  // Beside columns that are meters of their own, and without any of values, "feeder" is one more of them.
  if (layout_.ids.size() == 1 && count(Role::value) == 0 && count(Role::own_meter) > 1 &&
      first_row_is_numbers()) {
    headings_[static_cast<std::size_t>(layout_.ids[0])].role = Role::own_meter;
    layout_.ids.clear();
  }
  if (find_slots())
    layout_.shape = CsvShape::days;
  else if (!layout_.ids.empty() || (count(Role::value) > 0 && active_value) ||
           count(Role::own_meter) + count(Role::slot) == 0)
    layout_.shape = CsvShape::long_rows;
  else
    layout_.shape = CsvShape::wide;
  if (layout_.shape == CsvShape::long_rows && count(Role::value) == 0) {
    // One column beside time and meter: it can only be the value.
    if (count(Role::own_meter) != 1)
      return input_error(
          fmt::format("{}:{}: no heading names the values (kWh, kW, power, 电量, …): name their "
                      "column in a mapping "
                      "(value = <heading or number>)",
                      output_.file_name, layout_.lines_before));
    std::ranges::find(headings_, Role::own_meter, &Heading::role)->role = Role::value;
  }
  for (std::size_t i = 0; i < headings_.size(); ++i) make_column(i);
  if (layout_.values.empty())
    return input_error(fmt::format("{}:{}: no column of values beside the times", output_.file_name,
                                   layout_.lines_before));
  return {};
}

Unit Understanding::unit_of(const Heading& heading, std::string& why) const {
  if (output_.mapping.unit) {
    why = "as asked for";
    return *output_.mapping.unit;
  }
  if (heading.unit) {
    why = fmt::format("from the heading '{}'", heading.text);
    return *heading.unit;
  }
  const auto said = output_.mapping.quantity ? output_.mapping.quantity : heading.quantity;
  if (said && !is_active(*said)) return {"", *said, 1};
  const auto in_name = output_.unit_in_name();
  const bool says_power = said == Quantity::power;
  if (in_name && (!said || says_power == (in_name->quantity == Quantity::power))) {
    why = "from the file's name";
    return *in_name;
  }
  why = unit_assumed;
  if (says_power) return {"kW", Quantity::power, 1};
  return default_unit;
}

Quantity Understanding::quantity_of(const Heading& heading, const Unit& unit) const {
  if (output_.mapping.quantity) return *output_.mapping.quantity;
  const auto& said = heading.quantity;
  if (said == Quantity::energy_register && unit.quantity == Quantity::energy) return *said;
  if (said && !is_active(*said)) return *said;
  return unit.quantity;
}

void Understanding::make_column(std::size_t i) {
  const Heading& heading = headings_[i];
  CsvColumn column{.role = heading.role, .unit = {}, .text = heading.text};
  const bool wide_value = layout_.shape == CsvShape::wide &&
                          (heading.role == Role::own_meter || heading.role == Role::value ||
                           heading.role == Role::slot);
  const bool row_value = (layout_.shape == CsvShape::long_rows && heading.role == Role::value) ||
                         (layout_.shape == CsvShape::days && heading.role == Role::slot);
  if (wide_value || row_value) {
    std::string why;
    column.unit = unit_of(heading, why);
    column.quantity = quantity_of(heading, column.unit);
    column.start_min = heading.slot_min;
    column.role = Role::value;
    if (unit_why_.empty() && !why.empty() && is_active(column.quantity)) {
      unit_is_assumed_ = why == unit_assumed;
      unit_why_ = fmt::format("{}{}: {}", column.unit.text,
                              column.quantity == Quantity::energy ? " per interval" : "", why);
    }
    layout_.values.push_back(static_cast<int>(i));
  }
  layout_.columns.push_back(std::move(column));
}

std::vector<std::string> Understanding::times_shown() const {
  std::vector<std::string> times;
  std::vector<std::string_view> fields;
  std::string_view rest = sample_.substr(layout_.octets_before);
  const auto time = static_cast<std::size_t>(layout_.time);
  while (!rest.empty()) {
    split_fields(take_line(rest), layout_.separator, time + 1, fields);
    if (fields.size() > time) times.emplace_back(fields[time]);
  }
  return times;
}

// A number above 12 is no month; else of two orders the one by which readings lie closer together.
void Understanding::find_date_order() {
  layout_.date_order = output_.mapping.date_order;
  if (layout_.date_order != DateOrder::unknown) return;
  const std::vector<std::string> times = times_shown();
  for (const std::string& time : times) {
    layout_.date_order = order_told_by(time);
    if (layout_.date_order != DateOrder::unknown) return;
  }
  if (times.empty() || times[0].find_first_of("/.-") == std::string::npos) return;
  const std::int64_t day_first_s = span_s(times, DateOrder::day_first);
  const std::int64_t month_first_s = span_s(times, DateOrder::month_first);
  layout_.date_order = month_first_s < day_first_s ? DateOrder::month_first : DateOrder::day_first;
  if (std::max(day_first_s, month_first_s) > 3 * std::min(day_first_s, month_first_s)) return;
  output_.note(layout_.lines_before + 1,
               fmt::format("'{}' is read as day before month, for nothing tells which it is: say "
                           "date_format = mdy in a mapping if it is the other way",
                           times[0]));
}

void Understanding::describe() {
  static constexpr std::array<std::string_view, 3> shapes{
      "long: one row a reading", "wide: one column a meter", "days: one row a day"};
  MeterFileCounts& counts = output_.counts;
  counts.layout = fmt::format(
      "{}, {} of values, time '{}'", shapes[static_cast<std::size_t>(layout_.shape)],
      layout_.values.size(), layout_.columns[static_cast<std::size_t>(layout_.time)].text);
  if (layout_.shape == CsvShape::days)
    counts.layout += fmt::format(", {} minutes a point", layout_.slot_min);
  if (layout_.interval_end) counts.layout += ", times name the end";
  counts.unit = unit_why_;
  if (unit_is_assumed_) output_.note(fmt::format("values are taken as {}", counts.unit));
}

}  // namespace

char separator_of(std::string_view line) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {'\t', ';', ',', '|'}) {
    bool quoted = false;
    std::ptrdiff_t count = 0;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      count += c == candidate && !quoted;
    }
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

Result<CsvLayout> understand_csv(std::string_view sample, MeterFileOutput& output) {
  return Understanding(sample, output).layout();
}

}  // namespace davy::power
