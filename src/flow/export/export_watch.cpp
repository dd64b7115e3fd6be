#include "flow/export/export_watch.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "flow/export/collector.hpp"
#include "flow/export/export_file.hpp"

namespace davy::flow {
namespace {

// Tag and length, then the content, to the last octet: as many as the head says.
bool is_whole_sflow(Bytes datagram) {
  constexpr std::uint32_t samples_max = 8'192;  // of 8 octets at least, in 64 KiB
  ByteReader reader(datagram);
  reader.skip(4);
  const std::uint32_t address_kind = reader.be32();
  if (address_kind != 1 && address_kind != 2) return false;
  reader.skip((address_kind == 1 ? 4 : 16) + 12);  // agent, sub-agent, sequence, up-time
  const std::uint32_t samples = reader.be32();
  if (samples == 0 || samples > samples_max) return false;
  for (std::uint32_t i = 0; i < samples && !reader.failed(); ++i) {
    reader.skip(4);
    reader.skip(reader.be32());
  }
  return !reader.failed() && reader.remaining() == 0;
}

}  // namespace

std::optional<ExportKind> whole_export_message(Bytes datagram) {
  const auto kind = export_kind(datagram);
  if (!kind) return std::nullopt;
  const bool whole =
      *kind == ExportKind::sflow ? is_whole_sflow(datagram) : is_whole_export_message(datagram);
  return whole ? kind : std::nullopt;
}

void ExportWatch::look(const capture::Packet& packet) {
  if (packet.payload_octets != packet.payload_wire_octets) return;
  const auto kind = whole_export_message(packet.payload());
  if (!kind) return;
  ++messages_;
  const Place place{packet.destination, packet.destination_port, *kind};
  if (places_.size() < limits::exports_inside_max || places_.contains(place)) ++places_[place];
  if (take_) take_(packet.payload(), packet.source, packet.time);
}

std::vector<ExportsSeen> ExportWatch::seen() const {
  std::vector<ExportsSeen> out;
  for (const auto& [place, messages] : places_)
    out.push_back({place.kind, place.collector, place.port, messages});
  std::ranges::stable_sort(out, std::ranges::greater{}, &ExportsSeen::messages);
  return out;
}

}  // namespace davy::flow
