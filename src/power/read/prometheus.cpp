// Prometheus: the answer to a range query, a matrix of series.
//
// Units:   by the metric's name: _watts, _kilowatts, _joules_total, _kwh_total and others. Times are UTC seconds.
// Shape:   a series is a meter, named by its labels but for `job`; a sample lasts until the next.
// Source:  Prometheus HTTP API v1, query_range; its naming of metrics.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "power/read/json_cutter.hpp"
#include "power/read/meter_format.hpp"
#include "power/read/number_text.hpp"
#include "power/read/time_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

using simdjson::dom::element;

struct Suffix {
  std::string_view word;
  Unit unit;
};
constexpr std::array<Suffix, 7> more_units{{{"joules", {"J", Quantity::energy, 1 / 3.6e6}},
                                            {"joule", {"J", Quantity::energy, 1 / 3.6e6}},
                                            {"milliwatts", {"mW", Quantity::power, 1e-6}},
                                            {"microwatts", {"uW", Quantity::power, 1e-9}},
                                            {"amperes", {"A", Quantity::current_1, 1}},
                                            {"celsius", {"degC", Quantity::temperature, 1}},
                                            {"vars", {"var", Quantity::reactive_power, 1e-3}}}};

std::optional<Unit> unit_of_word(const std::string& word) {
  const auto* found = std::ranges::find(more_units, word, &Suffix::word);
  if (found != more_units.end()) return found->unit;
  return word.size() > 1 ? parse_unit(word) : std::nullopt;
}

class Prometheus : public MeterFormat {
 public:
  explicit Prometheus(MeterFileOutput& output) : output_(output) {
    auto zone = LocalZone::load(output.options.time_zone);
    if (!zone) output.problem = zone.error();
    if (zone) times_.emplace(std::move(*zone), DateOrder::year_first, true, 0);
  }
  void octets(Bytes chunk) override {
    cutter_.cut(as_text(chunk), [this](std::string_view text) { series(text); });
  }
  void end() override;

 private:
  void series(std::string_view text);
  void samples(element values);
  void sample(std::int64_t time_s, std::string_view value);
  std::string name_of(element metric, std::string& metric_name);
  void understand(const std::string& metric_name);

  MeterFileOutput& output_;
  // In an array of the top, or in data.result.
  JsonCutter cutter_{JsonCutter::wanted(1) | JsonCutter::wanted(3)};
  simdjson::dom::parser parser_;
  std::optional<TimeReader> times_;
  std::map<std::string, std::string> named_;  // which metric a meter's readings are of
  Unit unit_;
  Quantity quantity_ = Quantity::power;
  MeterNumber meter_ = MeterBook::refused_meter;
};

std::string Prometheus::name_of(element metric, std::string& metric_name) {
  std::string name;
  for (const auto& [key, value] : metric.get_object()) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS || key == "job") continue;
    if (key == "__name__") {
      metric_name = text;
      continue;
    }
    if (!name.empty()) name += '/';
    name += text;
  }
  return name.empty() ? metric_name : name;
}

void Prometheus::understand(const std::string& metric_name) {
  std::optional<Unit> unit = output_.mapping.unit;
  std::string why = "as asked for";
  const std::vector<std::string> parts = words(metric_name);
  for (auto part = parts.rbegin(); part != parts.rend() && !unit; ++part) {
    unit = unit_of_word(*part);
    why = fmt::format("from the metric '{}'", metric_name);
  }
  if (!unit) {
    unit = output_.unit_in_name();
    why = unit ? "from the file's name"
               : "assumed, for neither metric nor file name says: give the unit if it is another";
  }
  unit_ = unit.value_or(default_unit);
  const bool counts_up = unit_.quantity == Quantity::energy && !parts.empty() &&
                         (parts.back() == "total" || parts.back() == "sum");
  quantity_ = counts_up ? Quantity::energy_register : unit_.quantity;
  if (output_.mapping.quantity) quantity_ = *output_.mapping.quantity;
  if (output_.counts.unit.empty()) output_.counts.unit = fmt::format("{}: {}", unit_.text, why);
}

void Prometheus::series(std::string_view text) {
  ++output_.counts.rows;
  element document;
  element metric;
  element values;
  if (parser_.parse(text.data(), text.size()).get(document) != simdjson::SUCCESS ||
      document["metric"].get(metric) != simdjson::SUCCESS || !metric.is_object()) {
    output_.counts.flaws.add(Flaw::unreadable_value);
    return;
  }
  std::string metric_name;
  std::string name = name_of(metric, metric_name);
  if (name.empty()) name = output_.stem();
  understand(metric_name);
  const std::string key = fmt::format("{} {}", name, static_cast<int>(quantity_));
  if (named_.size() >= limits::meters_max && !named_.contains(key))
    meter_ = output_.book.meter(name, quantity_);
  else if (named_.try_emplace(key, metric_name).first->second != metric_name)
    meter_ = output_.book.meter(metric_name + "/" + name, quantity_);
  else
    meter_ = output_.book.meter(name, quantity_);
  if (document["values"].get(values) == simdjson::SUCCESS) return samples(values);
  output_.note(cutter_.line(),
               fmt::format("'{}' has no values: ask for a range (query_range), not for "
                           "one instant",
                           name));
}

void Prometheus::samples(element values) {
  if (!values.is_array()) return output_.counts.flaws.add(Flaw::unreadable_value);
  for (const element pair : values.get_array()) {
    double time_s = 0;
    std::string_view value;
    if (pair.at(0).get(time_s) != simdjson::SUCCESS || !(std::abs(time_s) < 1e12))
      output_.counts.flaws.add(Flaw::unreadable_time);
    else if (pair.at(1).get(value) != simdjson::SUCCESS)
      output_.counts.flaws.add(Flaw::unreadable_value);
    else
      sample(static_cast<std::int64_t>(std::floor(time_s)), value);
  }
  output_.look_for_contradiction(cutter_.line());
}

void Prometheus::sample(std::int64_t time_s, std::string_view text) {
  if (is_no_reading(text)) {
    ++output_.counts.no_readings;
    return;
  }
  const auto value = field_number(text, false);
  const auto at = times_->of_utc(time_s);
  if (!value) return output_.book.flaw(meter_, Flaw::unreadable_value);
  if (!at) return output_.counts.flaws.add(at.error());
  if (is_sentinel(*value, unit_, quantity_)) return output_.book.flaw(meter_, Flaw::sentinel);
  ++output_.counts.readings;
  output_.book.reading(meter_, *at, *value * unit_.to_own);
}

void Prometheus::end() {
  MeterFileCounts& counts = output_.counts;
  counts.layout = "Prometheus: a matrix of series";
  counts.time = output_.options.time_zone.empty() ? "UTC" : output_.options.time_zone;
  counts.meters = named_.size();
  if (cutter_.in_object())
    output_.note(cutter_.line(), "the file ends inside a series, which is left out");
  if (cutter_.too_long() > 0)
    output_.note(
        fmt::format("{} series of more than {} octets were left out: ask for shorter ranges",
                    cutter_.too_long(), limits::meter_json_octets_max));
  output_.tell_contradictions();
  if (counts.readings == 0)
    output_.fail(cutter_.line(), "no samples: is it the answer to a range query (query_range)?");
}

}  // namespace

std::unique_ptr<MeterFormat> prometheus_readings(MeterFileOutput& output) {
  return std::make_unique<Prometheus>(output);
}

}  // namespace davy::power
