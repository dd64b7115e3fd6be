#include "app/export_input.hpp"

#include <algorithm>

#include "app/meter_input.hpp"
#include "base/limits.hpp"
#include "flow/export/export_file.hpp"
#include "signal/network/interval_shape.hpp"

namespace davy::app {
namespace {

constexpr std::size_t first_look_octets = 4096;
constexpr std::size_t read_octets = 256 * 1024;

std::optional<flow::LogKind> log_kind_of(capture::InputFile& input) {
  return flow::log_kind(as_text(input.start(first_look_octets)));
}

}  // namespace

InputKind kind_of(capture::InputFile& input, const power::ReadingOptions& readings) {
  if (input.check_capture()) return InputKind::capture;
  if (flow::begins_as_export_file(input.start(first_look_octets)))
    return InputKind::export_messages;
  if (log_kind_of(input)) return InputKind::log;
  return is_meter_file(input, readings) ? InputKind::meter : InputKind::capture;
}

bool is_zeek_log(capture::InputFile& input) {
  const auto kind = log_kind_of(input);
  return kind == flow::LogKind::zeek_text || kind == flow::LogKind::zeek_json;
}

bool tells_names_first(capture::InputFile& input) {
  return as_text(input.start(first_look_octets)).find("conn_state") == std::string_view::npos;
}

// Look-ups go to the contacts at once, flows first to the assembler and then to what is kept.
class SensorReader::Sink final : public flow::ExportSink, public flow::FlowSink {
 public:
  Sink(const flow::FlowOptions& options, signal::Contacts& contacts, SensorOutcome& out)
      : contacts_(contacts), out_(out), assembler_({.idle_timeout = options.idle_timeout}, *this) {}

  void flow(const flow::ExportedFlow& piece) override { assembler_.flow(piece); }
  void names(const flow::ExportedNames& names) override {
    out_.tells_names = true;
    assembler_.names(names);
  }
  void lookup(const flow::AddressLookup& lookup) override {
    out_.tells_names = true;
    contacts_.learn(lookup, input);
  }
  void flow(flow::FlowRecord&& record) override {
    contacts_.use(record);
    out_.tells_flows = out_.tells_flows || record.packets[0] + record.packets[1] > 0;
    out_.tells_both_ways = out_.tells_both_ways || (record.packets[0] > 0 && record.packets[1] > 0);
    if (!contacts_.find(record) && !signal::interval_shape(record)) return;
    if (out_.records.size() == limits::records_max) {
      ++out_.records_dropped;
      return;
    }
    out_.records.push_back(std::move(record));
  }
  void finish() { assembler_.finish(); }
  flow::AssemblerCounts take_counts() { return assembler_.take_counts(); }

  std::size_t input = 0;

 private:
  signal::Contacts& contacts_;
  SensorOutcome& out_;
  flow::FlowAssembler assembler_;
};

SensorReader::SensorReader(const flow::FlowOptions& options, signal::Contacts& contacts)
    : sink_(std::make_unique<Sink>(options, contacts, out_)), collector_(*sink_) {}
SensorReader::~SensorReader() = default;

ToldCounts SensorReader::read(capture::InputFile& input, std::size_t number,
                              const Progress& progress) {
  sink_->input = number;
  ToldCounts told;
  if (flow::begins_as_export_file(input.start(first_look_octets)))
    read_messages(input, progress);
  else
    read_log(input, told, progress);
  told.flows = sink_->take_counts();
  if (const auto damage = input.damage()) told.malformed.add(*damage);
  return told;
}

void SensorReader::read_messages(capture::InputFile& input, const Progress& progress) {
  flow::ExportFile file([&](std::span<std::uint8_t> room) { return input.read(room); }, collector_,
                        IpAddress{});
  while (file.next())
    if (progress) progress(input.stored_octets_read());
}

void SensorReader::read_log(capture::InputFile& input, ToldCounts& told, const Progress& progress) {
  const auto kind = log_kind_of(input);
  if (!kind) return;
  told.kinds.emplace_back(flow::name(*kind));
  flow::LogReader reader(*kind, *sink_);
  std::vector<std::uint8_t> room(read_octets);
  while (const std::size_t got = input.read(room)) {
    reader.octets(Bytes{room}.first(got));
    if (progress) progress(input.stored_octets_read());
  }
  reader.end();
  told.malformed.add(reader.malformed());
  told.log = reader.counts();
}

void SensorReader::message(Bytes datagram, const IpAddress& exporter, Timestamp received) {
  collector_.message(datagram, exporter, received);
}

SensorOutcome SensorReader::finish() {
  sink_->finish();
  out_.rest.flows = sink_->take_counts();
  out_.rest.malformed = collector_.malformed();
  for (std::size_t i = 0; i < flow::export_kinds; ++i) {
    const auto kind = static_cast<flow::ExportKind>(i);
    if (collector_.counts(kind).messages > 0) out_.rest.kinds.emplace_back(flow::name(kind));
  }
  return std::move(out_);
}

}  // namespace davy::app
