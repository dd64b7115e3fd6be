#include "power/meter_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/tsv.hpp"
#include "power/read/csv_layout.hpp"
#include "power/read/meter_format.hpp"
#include "power/read/number_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

std::unique_ptr<MeterFormat> format_of(MeterFileKind kind, MeterFileOutput& output) {
  switch (kind) {
    case MeterFileKind::csv:
      return csv_readings(output);
    case MeterFileKind::green_button:
      return green_button_readings(output);
    case MeterFileKind::redfish:
      return redfish_readings(output);
    case MeterFileKind::ipmi_sdr:
      return ipmi_readings(output);
    case MeterFileKind::prometheus:
      return prometheus_readings(output);
  }
  return csv_readings(output);
}

bool has(std::string_view text, std::string_view word) { return text.find(word) != text.npos; }

std::optional<MeterFileKind> json_kind(std::string_view text) {
  // Lines of davy's own, of Suricata and of others say what happened, not what was measured.
  if (has(text, R"("event")") || has(text, R"("event_type")")) return std::nullopt;
  const bool series = has(text, R"("metric")") && has(text, R"("values")");
  if (series && (has(text, R"("resultType")") ? has(text, R"("matrix")") : true))
    return MeterFileKind::prometheus;
  if (has(text, R"("resultType")") && has(text, R"("matrix")")) return MeterFileKind::prometheus;
  for (const std::string_view word :
       {R"("PowerConsumedWatts")", R"("PowerWatts")", R"("EnergykWh")", R"("@odata.id")",
        R"("@odata.type")", R"("MetricValues")"})
    if (has(text, word)) return MeterFileKind::redfish;
  return std::nullopt;
}

// A line of sensors: one field is a number of Watts, or Watts alone, and one the sensor's state.
bool is_sensor_line(std::string_view line) {
  static constexpr auto states = std::to_array<std::string_view>(
      {"ok", "ns", "nc", "cr", "nr", "na", "lnc", "lcr", "unc", "ucr"});
  bool is_watts = false;
  bool has_state = false;
  while (!line.empty()) {
    const std::size_t end = line.find('|');
    const std::string_view field = trim(line.substr(0, end));
    is_watts |= field == "Watts" || (field.ends_with(" Watts") && is_digit(field[0]));
    has_state |= std::ranges::find(states, field) != states.end();
    line.remove_prefix(end == line.npos ? line.size() : end + 1);
  }
  return is_watts && has_state;
}

bool is_ipmi(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (is_sensor_line(line)) return true;
    if (trim(line).starts_with("Instantaneous power reading:")) return true;
  }
  return false;
}

}  // namespace

std::string_view name(MeterFileKind kind) {
  static constexpr std::array<std::string_view, 5> names{"csv", "green-button", "redfish",
                                                         "ipmi-sdr", "prometheus"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<MeterFileKind> meter_file_kind(std::string_view first_octets,
                                             const ReadingOptions& options) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (const auto order = utf16_order(first_octets)) {
    Utf16Reader reader(*order);
    return meter_file_kind(reader.utf8(first_octets), options);
  }
  std::string_view text = first_octets;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::string_view trimmed =
      text.substr(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
  if (trimmed.empty() || text.find('\0') != text.npos) return std::nullopt;
  if (trimmed[0] == '{' || trimmed[0] == '[') return json_kind(trimmed);
  if (trimmed[0] == '<')
    return has(trimmed, "espi") || has(trimmed, "IntervalBlock") || has(trimmed, "UsagePoint")
               ? std::optional{MeterFileKind::green_button}
               : std::nullopt;
  if (trimmed.starts_with("#separator") || trimmed.starts_with("#fields")) return std::nullopt;
  if (is_ipmi(trimmed)) return MeterFileKind::ipmi_sdr;
  if (looks_like_readings(first_octets, options)) return MeterFileKind::csv;
  return std::nullopt;
}

MeterReader::MeterReader(MeterFileKind kind, MeterBook& book, const ReadingOptions& options,
                         std::string_view file_name)
    : kind_(kind),
      output_(std::make_unique<MeterFileOutput>(book, options, file_name)),
      format_(format_of(kind, *output_)) {}
MeterReader::~MeterReader() = default;
MeterReader::MeterReader(MeterReader&&) noexcept = default;
MeterReader& MeterReader::operator=(MeterReader&&) noexcept = default;

void MeterReader::octets(Bytes chunk) {
  constexpr std::size_t mark_octets = 2;
  if (output_->problem) return;
  if (begun_) return text(as_text(chunk));
  beginning_ += as_text(chunk);
  if (beginning_.size() < mark_octets) return;
  begun_ = true;
  if (const auto order = utf16_order(beginning_)) utf16_.emplace(*order);
  text(std::exchange(beginning_, {}));
}

void MeterReader::text(std::string_view chunk) {
  if (!utf16_) return format_->octets(as_bytes(chunk));
  const std::string converted = utf16_->utf8(chunk);
  format_->octets(as_bytes(converted));
}

void MeterReader::end() {
  if (!output_->problem && !beginning_.empty()) text(beginning_);
  if (!output_->problem) format_->end();
}

const MeterFileCounts& MeterReader::counts() const { return output_->counts; }

Result<void> MeterReader::problem() const {
  if (output_->problem) return std::unexpected(*output_->problem);
  return {};
}

}  // namespace davy::power
