#include "app/meter_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "app/progress.hpp"

namespace davy::app {
namespace {

constexpr std::size_t first_look_octets = 4096;
constexpr std::size_t read_octets = 256 * 1024;

Result<signal::AlarmRate> rate_of(double false_alarms) {
  const auto known = std::ranges::find(signal::alarm_rates, false_alarms,
                                       &signal::AlarmRate::false_episodes_a_year);
  if (known == signal::alarm_rates.end())
    return usage_error(
        fmt::format("no threshold is known for {} false alarms a year: 0.05, 0.1, 0.2, 0.4 or 1",
                    false_alarms));
  return *known;
}

power::PowerRecord mean_of(const std::vector<const power::PowerRecord*>& records) {
  power::PowerRecord mean;
  if (records.empty()) return mean;
  power::Hour end = std::numeric_limits<power::Hour>::min();
  mean.first_hour = std::numeric_limits<power::Hour>::max();
  for (const power::PowerRecord* record : records) {
    mean.first_hour = std::min(mean.first_hour, record->first_hour);
    end = std::max(end, record->end_hour());
  }
  for (power::Hour hour = mean.first_hour; hour < end; ++hour) {
    float sum = 0;
    float known = 0;
    for (const power::PowerRecord* record : records) {
      const float value = record->at(hour);
      if (power::is_gap(value)) continue;
      sum += value;
      ++known;
    }
    mean.kw.push_back(known > 0 ? sum / known : power::gap);
  }
  return mean;
}

}  // namespace

Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    return input_error(fmt::format("{}: cannot be read: is it there, and may you read it?", path));
  return std::move(text).str();
}

Result<MeterKnowledge> MeterKnowledge::load(const MeterOptions& options) {
  MeterKnowledge out;
  const auto rate = rate_of(options.false_alarms);
  if (!rate) return std::unexpected(rate.error());
  out.rate = *rate;
  out.balance_share = options.balance_threshold / 100;
  auto time = power::LocalTime::of(options.reading.time_zone);
  if (!time) return std::unexpected(time.error());
  out.local_time = *time;
  if (!options.calendar_path.empty()) {
    const auto text = text_of(options.calendar_path);
    if (!text) return std::unexpected(text.error());
    auto calendar = power::Calendar::parse(*text, options.calendar_path);
    if (!calendar) return std::unexpected(calendar.error());
    out.calendar = std::move(*calendar);
  }
  if (!options.meters_path.empty()) {
    const auto text = text_of(options.meters_path);
    if (!text) return std::unexpected(text.error());
    auto contexts = power::MeterContexts::parse(*text, options.meters_path);
    if (!contexts) return std::unexpected(contexts.error());
    out.contexts = std::move(*contexts);
  }
  return out;
}

MeterReadings MeterInput::finish() {
  MeterReadings out{.records = book_.finish(), .sides = {}};
  out.sides = book_.side_records();
  return out;
}

power::PowerRecord MeterReadings::site_temperature(const power::MeterContexts& contexts) const {
  std::set<std::string_view> loads;
  for (const power::PowerRecord& record : records) loads.insert(record.meter);
  std::vector<const power::PowerRecord*> stations;
  std::vector<const power::PowerRecord*> alone;
  for (const power::SideRecord& side : sides) {
    if (side.quantity != power::Quantity::temperature || side.means.kw.empty()) continue;
    if (contexts.of(side.means.meter).kind == "weather") stations.push_back(&side.means);
    if (!loads.contains(side.means.meter)) alone.push_back(&side.means);
  }
  return mean_of(stations.empty() ? alone : stations);
}

bool is_meter_file(capture::InputFile& input, const power::ReadingOptions& options) {
  return power::meter_file_kind(as_text(input.start(first_look_octets)), options).has_value();
}

report::Coverage MeterInput::read(capture::InputFile& input, const std::string& name, bool quiet) {
  report::Coverage coverage;
  coverage.input = name;
  const auto kind =
      power::meter_file_kind(as_text(input.start(first_look_octets)), options_.reading);
  if (!kind) return coverage;
  ProgressBar bar(name, input.stored_octets_total(), quiet);
  power::MeterReader reader(*kind, book_, options_.reading, name);
  std::vector<std::uint8_t> room(read_octets);
  while (const std::size_t got = input.read(room)) {
    reader.octets(Bytes{room}.first(got));
    bar.at(input.stored_octets_read());
  }
  reader.end();
  any_ = true;
  const power::MeterFileCounts& counts = reader.counts();
  coverage.kind = power::name(*kind);
  coverage.records = counts.rows;
  coverage.meters = report::MeterCoverage{
      .meters = counts.meters,
      .readings = counts.readings,
      .quality = counts.flaws,
      .understood = fmt::format("{}; {}; {}", counts.layout, counts.unit, counts.time)};
  if (!quiet)
    for (const std::string& note : counts.notes) fmt::print(stderr, "davy: {}\n", note);
  if (const auto damage = input.damage()) coverage.malformed.add(*damage);
  if (const auto sound = reader.problem(); !sound) coverage.error = sound.error().message;
  return coverage;
}

}  // namespace davy::app
