#include "flow/export/collector.hpp"

#include "base/limits.hpp"
#include "flow/export/netflow_v5.hpp"
#include "flow/export/template_message.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t index(ExportKind kind) { return static_cast<std::size_t>(kind); }

bool is_clock_off(Timestamp exported, Timestamp received) {
  constexpr std::int64_t second_ns = 1'000'000'000, day_s = 24 * 3600;
  const std::int64_t ahead_s = exported.time_since_epoch().count() / second_ns -
                               received.time_since_epoch().count() / second_ns;
  return ahead_s > day_s || ahead_s < -day_s;
}

}  // namespace

std::string_view name(ExportKind kind) {
  static constexpr std::array<std::string_view, export_kinds> names{"netflow_v5", "netflow_v9",
                                                                    "ipfix", "sflow"};
  return names[index(kind)];
}

std::optional<ExportKind> export_kind(Bytes message) {
  constexpr std::uint16_t v5 = 5, v9 = 9, v10 = 10;
  if (message.size() < 4) return {};
  if (load_be32(message.data()) == 5) return ExportKind::sflow;
  switch (load_be16(message.data())) {
    case v5:
      return ExportKind::netflow_v5;
    case v9:
      return ExportKind::netflow_v9;
    case v10:
      return ExportKind::ipfix;
    default:
      return {};
  }
}

std::optional<Timestamp> export_time(Bytes message) {
  const auto kind = export_kind(message);
  if (!kind || *kind == ExportKind::sflow) return {};
  ByteReader reader(message);
  reader.skip(*kind == ExportKind::ipfix ? 4 : 8);
  const std::uint32_t unix_s = reader.be32();
  if (reader.failed()) return {};
  return timestamp_ns(std::int64_t{unix_s} * 1'000'000'000);
}

void Collector::message(Bytes datagram, const IpAddress& exporter, Timestamp received) {
  const auto kind = export_kind(datagram);
  if (!kind) return malformed_.add(Malformed::export_message);
  const auto exported = export_time(datagram);
  if (exported && is_clock_off(*exported, received)) ++counts_[index(*kind)].clock_off;
  read(datagram, *kind, exporter, received);
}

void Collector::stored_message(Bytes message, const IpAddress& exporter) {
  const auto kind = export_kind(message);
  const auto exported = export_time(message);
  if (!kind || !exported) return malformed_.add(Malformed::export_message);
  read(message, *kind, exporter, *exported);
}

void Collector::read(Bytes message, ExportKind kind, const IpAddress& exporter,
                     Timestamp received) {
  ExportCounts& counts = counts_[index(kind)];
  ++counts.messages;
  ExporterState* const known = state(key_of(message, kind, exporter));
  if (known == nullptr) {
    ++counts.refused;
    return;
  }
  const ExportOutput out{*sink_, malformed_, counts};
  switch (kind) {
    case ExportKind::netflow_v5:
      return read_netflow_v5(message, received, *known, out);
    case ExportKind::netflow_v9:
      return read_template_message(message, Flavour::netflow_v9, received, *known, out);
    case ExportKind::ipfix:
      return read_template_message(message, Flavour::ipfix, received, *known, out);
    default:
      return sflow_.read(message, received, *known, out);
  }
}

Collector::Key Collector::key_of(Bytes message, ExportKind kind, const IpAddress& exporter) {
  Key key{exporter, {}, 0, kind};
  switch (kind) {
    case ExportKind::netflow_v5:
      key.domain = netflow_v5_engine(message);
      return key;
    case ExportKind::netflow_v9:
      key.domain = observation_domain(message, Flavour::netflow_v9);
      return key;
    case ExportKind::ipfix:
      key.domain = observation_domain(message, Flavour::ipfix);
      return key;
    default:
      break;
  }
  if (const auto agent = sflow_agent(message)) {
    key.agent = agent->address;
    key.domain = agent->sub_agent;
  }
  return key;
}

ExporterState* Collector::state(const Key& key) {
  const auto found = exporters_.find(key);
  if (found != exporters_.end()) return found->second.get();
  if (exporters_.size() >= limits::exporters_max) return nullptr;
  auto made = std::make_unique<ExporterState>(template_fields_held_);
  return exporters_.emplace(key, std::move(made)).first->second.get();
}

std::size_t Collector::Hash::operator()(const Key& key) const {
  constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
  std::uint64_t hash = key.domain * std::uint64_t{4} + static_cast<std::uint64_t>(key.kind);
  for (const std::uint64_t part :
       {key.address.half(0), key.address.half(8), key.agent.half(0), key.agent.half(8)}) {
    hash = (hash ^ part) * multiplier;
    hash ^= hash >> 32;
  }
  return static_cast<std::size_t>(hash);
}

const MalformedCounts& Collector::malformed() const {
  shown_ = malformed_;
  sflow_.add_malformed(shown_);
  for (const auto& [key, exporter] : exporters_) {
    shown_.add(Malformed::export_sequence, exporter->sequence.missing());
    shown_.add(Malformed::export_no_template, exporter->waiting.size());
  }
  return shown_;
}

ExportCounts Collector::counts(ExportKind kind) const {
  ExportCounts out = counts_[index(kind)];
  for (const auto& [key, exporter] : exporters_) {
    if (key.kind != kind) continue;
    out.missing += exporter->sequence.missing();
    out.restarts += exporter->sequence.restarts();
  }
  return out;
}

std::size_t Collector::templates() const {
  std::size_t total = 0;
  for (const auto& [key, exporter] : exporters_) total += exporter->templates.size();
  return total;
}

}  // namespace davy::flow
