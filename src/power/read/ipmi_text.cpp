// What `ipmitool sdr`, `ipmitool sensor` and `ipmitool dcmi power reading` print, with a line of time before each block.
//
// Units:   W.
// Shape:   sensors are lines with |; of their fields one is a number, or a number and Watts. A line that is a time, with or without a
//          name behind it, begins a block; `node:` before a sensor, as parallel shells write it, names its node. A meter is node and
//          sensor.
// Errors:  sensors before any time count as Flaw::unreadable_time.
// Source:  ipmitool(1), and its output of several makes of server.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "power/read/line_cutter.hpp"
#include "power/read/meter_format.hpp"
#include "power/read/meter_names.hpp"
#include "power/read/number_text.hpp"
#include "power/read/time_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr Unit watts{"W", Quantity::power, 1e-3};
constexpr std::string_view dcmi_reading = "Instantaneous power reading:";

std::string_view strip(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t#=-*[]");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t#=-*[]") + 1 - from);
}

// "Tue Jun  3 00:00:01 UTC 2025" becomes "3 Jun 2025 00:00:01 UTC".
std::string of_date_command(std::string_view text) {
  std::array<std::string_view, 6> part{};
  std::size_t count = 0;
  while (!text.empty() && count < part.size()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) part[count++] = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (count == 5) return fmt::format("{} {} {} {}", part[2], part[1], part[4], part[3]);
  const bool utc = part[4] == "UTC" || part[4] == "GMT" || part[4] == "Z";
  return fmt::format("{} {} {} {}{}", part[2], part[1], part[5], part[3], utc ? " UTC" : "");
}

struct TimeLine {
  std::string text;
  std::string_view node;
};

// A line that is a time: alone, behind a word such as "time:", or with a node's name behind it.
std::optional<TimeLine> time_line(std::string_view line) {
  line = strip(line);
  for (const std::string_view word :
       {"IPMI timestamp", "timestamp", "Timestamp", "time", "Time", "date", "Date"})
    if (line.starts_with(word) && line.size() > word.size() &&
        (line[word.size()] == ':' || line[word.size()] == ' ' || line[word.size()] == '=')) {
      line = strip(line.substr(word.size() + 1));
      break;
    }
  const auto is_time = [](std::string_view text) {
    return text.size() >= 8 && parse_time(text, DateOrder::day_first).has_value();
  };
  if (is_time(line)) return TimeLine{std::string{line}, {}};
  const std::size_t last = line.find_last_of(" \t,;");
  if (last != line.npos && is_time(strip(line.substr(0, last))))
    return TimeLine{std::string{strip(line.substr(0, last))}, strip(line.substr(last + 1))};
  if (!line.empty() && is_digit(line[0])) return std::nullopt;
  std::string date = of_date_command(line);
  if (is_time(date)) return TimeLine{std::move(date), {}};
  return std::nullopt;
}

class IpmiText : public MeterFormat {
 public:
  explicit IpmiText(MeterFileOutput& output) : output_(output) {
    auto zone = LocalZone::load(output.options.time_zone);
    if (!zone) output.problem = zone.error();
    if (zone)
      times_.emplace(std::move(*zone),
                     output.mapping.date_order == DateOrder::unknown ? DateOrder::day_first
                                                                     : output.mapping.date_order,
                     false, 0);
  }
  void octets(Bytes chunk) override {
    cutter_.cut(as_text(chunk), [this](std::string_view text, bool) { line(text); });
  }
  void end() override;

 private:
  void line(std::string_view text);
  void sensor(std::string_view text);
  void dcmi(std::string_view text);
  void told(std::string_view sensor, std::string_view value);

  MeterFileOutput& output_;
  LineCutter cutter_;
  std::optional<TimeReader> times_;
  MeterNames names_;
  std::optional<Moment> at_;
  std::string node_;
  std::string key_;
  std::string sensor_node_;
};

void IpmiText::line(std::string_view text) {
  constexpr std::string_view host_words[] = {"host:", "Host:", "node:", "Node:", "hostname:"};
  if (text.find('|') != text.npos) return sensor(text);
  if (text.find(dcmi_reading) != text.npos) return dcmi(text);
  text = strip(text);
  if (text.empty()) return;
  if (const auto time = time_line(text)) {
    const auto at = times_->read(time->text);
    at_ = at ? std::optional{*at} : std::nullopt;
    if (!at) output_.counts.flaws.add(at.error());
    if (!time->node.empty()) node_ = time->node.substr(0, limits::text_field_octets_max);
    return;
  }
  for (const std::string_view word : host_words)
    if (text.starts_with(word))
      node_ = trim(text.substr(word.size())).substr(0, limits::text_field_octets_max);
}

// "name | 364 Watts | ok", "name | 77h | ok | 7.1 | 364 Watts", "name | 364.000 | Watts | ok | …".
void IpmiText::sensor(std::string_view text) {
  std::array<std::string_view, 6> fields{};
  std::size_t count = 0;
  for (bool more = true; more && count < fields.size();) {
    const std::size_t end = text.find('|');
    fields[count++] = trim(text.substr(0, end));
    more = end != text.npos;
    if (more) text.remove_prefix(end + 1);
  }
  for (std::size_t i = 1; i < count; ++i) {
    std::string_view value = fields[i];
    if (value == "Watts") value = fields[i - 1];
    const bool named = value.ends_with(" Watts") || value.ends_with(" W");
    if (named) value = value.substr(0, value.rfind(' '));
    if (named || fields[i] == "Watts") return told(fields[0], value);
  }
}

void IpmiText::dcmi(std::string_view text) {
  const std::size_t at = text.find(dcmi_reading);
  std::string_view value = trim(text.substr(at + dcmi_reading.size()));
  value = value.substr(0, value.find(' '));
  const std::string_view prefix = trim(text.substr(0, at));
  sensor_node_ = prefix.ends_with(':') ? std::string{prefix} + " " : std::string{};
  told(sensor_node_ + "DCMI power", value);
}

void IpmiText::told(std::string_view sensor, std::string_view value) {
  ++output_.counts.rows;
  std::string_view node = node_;
  const std::size_t colon = sensor.find(": ");
  if (colon != sensor.npos) {
    node = sensor.substr(0, colon);
    sensor = trim(sensor.substr(colon + 1));
  }
  if (!at_) {
    output_.counts.flaws.add(Flaw::unreadable_time);
    if (output_.counts.flaws[Flaw::unreadable_time] == 1)
      output_.note(cutter_.number(),
                   "a sensor before any line of time: print one before each block, "
                   "as `date -u +%FT%TZ` does");
    return;
  }
  key_ = node.empty() ? output_.stem() : std::string{node};
  key_ += '/';
  key_ += sensor;
  const MeterNumber* meter =
      names_.find(key_, [&] { return std::vector{output_.book.meter(key_, Quantity::power)}; });
  const MeterNumber number = meter == nullptr ? MeterBook::refused_meter : *meter;
  if (is_no_reading(value) || value == "disabled" || value == "Disabled" || value == "ns") {
    ++output_.counts.no_readings;
    return;
  }
  const auto read = field_number(value, false);
  if (!read) {
    output_.counts.flaws.add(Flaw::unreadable_value);
    return output_.book.flaw(number, Flaw::unreadable_value);
  }
  if (is_sentinel(*read, watts, Quantity::power)) return output_.book.flaw(number, Flaw::sentinel);
  ++output_.counts.readings;
  output_.book.reading(number, *at_, *read * watts.to_own);
  output_.look_for_contradiction(cutter_.number());
}

void IpmiText::end() {
  cutter_.end([this](std::string_view text, bool) { line(text); });
  MeterFileCounts& counts = output_.counts;
  counts.layout = "ipmitool: blocks of sensors, each behind a line of time";
  counts.unit = "W: as the sensors say";
  counts.time = output_.options.time_zone.empty()
                    ? (times_->zone_was_written() ? "UTC" : "local time as written")
                    : output_.options.time_zone;
  counts.meters = names_.size();
  output_.tell_contradictions();
  if (counts.readings > 0) return;
  if (counts.flaws[Flaw::unreadable_time] > 0)
    return output_.fail(cutter_.number(),
                        "no sensor has a time: print a line of time before each block, "
                        "as `date -u +%FT%TZ` does");
  output_.fail(cutter_.number(), "no sensor in Watts: is it what `ipmitool sdr` prints?");
}

}  // namespace

std::unique_ptr<MeterFormat> ipmi_readings(MeterFileOutput& output) {
  return std::make_unique<IpmiText>(output);
}

}  // namespace davy::power
