// Redfish: what management controllers answer about power, as collected: one resource after another, lines or arrays of them.
//
// Units:   PowerConsumedWatts, PowerWatts.Reading and values of metric reports in W; EnergykWh.Reading counts kWh.
// Shape:   a time is the nearest around a value: Timestamp, ReadingTime, DateTime, time, ts. So are hosts: host, hostname, node, bmc.
//          A meter is its host and the chassis in @odata.id.
// Errors:  a value without a time counts as Flaw::unreadable_time; the first is told with the remedy.
// Source:  DMTF DSP2046 (Power, EnvironmentMetrics, Sensor, MetricReport), DSP0266.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "power/read/json_cutter.hpp"
#include "power/read/meter_format.hpp"
#include "power/read/number_text.hpp"
#include "power/read/time_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr int nesting_max = 32;
constexpr Unit watts{"W", Quantity::power, 1e-3};

// What stands around a value.
struct Around {
  std::string_view time_text;
  std::optional<double> time_s;
  std::string_view host;
  std::string_view path;    // @odata.id
  std::string_view member;  // of several in one resource

  bool has_time() const { return !time_text.empty() || time_s.has_value(); }
};

// "/redfish/v1/Chassis/1/Power#/PowerControl/0": "Chassis/1".
std::string_view chassis_of(std::string_view path) {
  constexpr std::string_view root = "/redfish/v1/";
  if (path.starts_with(root)) path.remove_prefix(root.size());
  const std::size_t kind = path.find('/');
  return kind == path.npos ? path : path.substr(0, path.find_first_of("/#", kind + 1));
}

class Redfish : public MeterFormat {
 public:
  explicit Redfish(MeterFileOutput& output) : output_(output) {
    auto zone = LocalZone::load(output.options.time_zone);
    if (!zone) output.problem = zone.error();
    if (zone) times_.emplace(std::move(*zone), DateOrder::year_first, false, 0);
  }
  void octets(Bytes chunk) override {
    cutter_.cut(as_text(chunk), [this](std::string_view text) { resource(text); });
  }
  void end() override;

 private:
  void resource(std::string_view text);
  void walk(element value, Around around, int depth);
  void walk_object(const object& members, Around& around, int depth);
  static void look_around(const object& members, Around& around);
  void report(const object& metric, Around around);
  void watts_of(std::string_view key, element value, const Around& around);
  void tell(Quantity quantity, double value, const Around& around);
  std::optional<Moment> time_of(const Around& around);

  MeterFileOutput& output_;
  JsonCutter cutter_{JsonCutter::wanted(0) | JsonCutter::wanted(1)};
  simdjson::dom::parser parser_;
  std::optional<TimeReader> times_;
  std::unordered_set<std::string> names_;
  bool missing_time_told_ = false;
};

void Redfish::look_around(const object& members, Around& around) {
  static constexpr auto times = std::to_array<std::string_view>(
      {"Timestamp", "ReadingTime", "DateTime", "timestamp", "time", "ts", "@timestamp"});
  static constexpr auto hosts =
      std::to_array<std::string_view>({"host", "hostname", "HostName", "node", "bmc", "server"});
  for (const auto& [key, value] : members) {
    std::string_view text;
    double number = 0;
    const bool is_text = value.get(text) == simdjson::SUCCESS;
    if (std::ranges::find(times, key) != times.end()) {
      if (is_text) around.time_text = text;
      around.time_s.reset();
      if (!is_text && value.get(number) == simdjson::SUCCESS) around.time_s = number;
      if (around.time_s) around.time_text = {};
    }
    if (!is_text) continue;
    if (std::ranges::find(hosts, key) != hosts.end()) around.host = text;
    if (key == "@odata.id" && text.starts_with("/redfish/")) around.path = text;
    if (key == "MemberId") around.member = text;
  }
}

std::optional<Moment> Redfish::time_of(const Around& around) {
  if (!around.has_time()) {
    output_.counts.flaws.add(Flaw::unreadable_time);
    if (!std::exchange(missing_time_told_, true))
      output_.note(cutter_.line(),
                   "a reading without a time: write {\"time\": \"2026-01-31T07:15:00Z\", \"host\": "
                   "\"…\", \"power\": <answer>} around each answer");
    return std::nullopt;
  }
  const auto at = around.time_s && *around.time_s > 0 && *around.time_s < 1e14
                      ? times_->read(fmt::format("{:.0f}", *around.time_s))
                      : times_->read(around.time_text);
  if (at) return *at;
  output_.counts.flaws.add(at.error());
  return std::nullopt;
}

void Redfish::tell(Quantity quantity, double value, const Around& around) {
  const auto at = time_of(around);
  if (!at) return;
  std::string name{around.host};
  const std::string_view chassis = chassis_of(around.path);
  for (const std::string_view part : {chassis, around.member}) {
    if (part.empty() || (part.data() == around.member.data() && part == "0")) continue;
    if (!name.empty()) name += '/';
    name += part;
  }
  if (name.empty()) name = output_.stem();
  const MeterNumber meter = output_.book.meter(name, quantity);
  if (names_.size() < limits::meters_max) names_.insert(name);
  if (is_sentinel(value, watts, quantity)) return output_.book.flaw(meter, Flaw::sentinel);
  ++output_.counts.readings;
  output_.book.reading(meter, *at, quantity == Quantity::power ? value * watts.to_own : value);
  output_.look_for_contradiction(cutter_.line());
}

// One value of a MetricReport, whose numbers are text.
void Redfish::report(const object& metric, Around around) {
  look_around(metric, around);
  std::string_view id;
  std::string_view text;
  std::string_view property;
  if (metric["MetricId"].get(id) != simdjson::SUCCESS &&
      metric["MetricProperty"].get(id) != simdjson::SUCCESS)
    return;
  if (id.find("PowerConsumedWatts") == id.npos && id.find("PowerWatts") == id.npos) return;
  if (metric["MetricProperty"].get(property) == simdjson::SUCCESS) around.path = property;
  double number = 0;
  std::optional<double> value;
  if (metric["MetricValue"].get(text) == simdjson::SUCCESS)
    value = field_number(text, false);
  else if (metric["MetricValue"].get(number) == simdjson::SUCCESS)
    value = number;
  if (value) return tell(Quantity::power, *value, around);
  output_.counts.flaws.add(Flaw::unreadable_value);
}

void Redfish::watts_of(std::string_view key, element value, const Around& around) {
  double number = 0;
  object inside;
  const Quantity quantity = key == "EnergykWh" ? Quantity::energy_register : Quantity::power;
  Around nearer = around;
  if (value.get(inside) == simdjson::SUCCESS) {
    look_around(inside, nearer);
    if (inside["Reading"].get(value) != simdjson::SUCCESS) return;
  }
  if (value.is_null()) {
    ++output_.counts.no_readings;
    return;
  }
  if (value.get(number) == simdjson::SUCCESS) return tell(quantity, number, nearer);
  output_.counts.flaws.add(Flaw::unreadable_value);
}

void Redfish::walk_object(const object& members, Around& around, int depth) {
  look_around(members, around);
  std::string_view units;
  const bool sensor = members["ReadingUnits"].get(units) == simdjson::SUCCESS && units == "W";
  for (const auto& [key, value] : members) {
    const bool is_watts = key == "PowerConsumedWatts" || key == "PowerWatts" ||
                          key == "EnergykWh" || (sensor && key == "Reading");
    if (is_watts)
      watts_of(key, value, around);
    else if (key != "PowerMetrics" && key != "Status")
      walk(value, around, depth + 1);
  }
}

void Redfish::walk(element value, Around around, int depth) {
  object members;
  if (depth > nesting_max) return;
  if (value.get(members) == simdjson::SUCCESS) {
    if (members["MetricValue"].error() == simdjson::SUCCESS) return report(members, around);
    return walk_object(members, around, depth);
  }
  simdjson::dom::array items;
  if (value.get(items) != simdjson::SUCCESS) return;
  for (const element item : items) walk(item, around, depth + 1);
}

void Redfish::resource(std::string_view text) {
  ++output_.counts.rows;
  element document;
  if (parser_.parse(text.data(), text.size()).get(document) != simdjson::SUCCESS) {
    output_.counts.flaws.add(Flaw::unreadable_value);
    if (output_.counts.flaws[Flaw::unreadable_value] == 1)
      output_.note(cutter_.line(), "an object that is no JSON: was the file cut or edited?");
    return;
  }
  walk(document, {}, 0);
}

void Redfish::end() {
  MeterFileCounts& counts = output_.counts;
  counts.layout = "Redfish: answers of management controllers";
  counts.unit = "W: from PowerConsumedWatts and PowerWatts";
  counts.time = output_.options.time_zone.empty()
                    ? (times_->zone_was_written() ? "UTC" : "local time as written")
                    : output_.options.time_zone;
  counts.meters = names_.size();
  if (cutter_.in_object())
    output_.note(cutter_.line(), "the file ends inside an object, which is left out");
  output_.tell_contradictions();
  if (counts.readings > 0) return;
  if (missing_time_told_)
    return output_.fail(
        cutter_.line(),
        "no reading has a time: write {\"time\": …, \"host\": …, \"power\": <answer>} "
        "around each answer");
  output_.fail(cutter_.line(), "no PowerConsumedWatts or PowerWatts: is it an answer about power?");
}

}  // namespace

std::unique_ptr<MeterFormat> redfish_readings(MeterFileOutput& output) {
  return std::make_unique<Redfish>(output);
}

}  // namespace davy::power
