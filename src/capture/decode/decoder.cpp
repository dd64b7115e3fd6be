#include "capture/decode/decoder.hpp"

#include <algorithm>

#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

constexpr LinkType ethernet = 1;
constexpr std::uint32_t ethernet_octets = 14, ipv4_octets = 20, tcp_octets = 20, udp_octets = 8;

// The first `octets` of what lies behind the IPv4 header are transport header, the rest up to `total` is payload.
void set_common(const RawPacket& raw, std::uint32_t total, std::uint32_t octets, Packet& out) {
  const std::uint8_t* const ip = raw.data + ethernet_octets;
  const std::uint8_t* const transport = ip + ipv4_octets;
  out.time = raw.time;
  out.source = IpAddress::v4(ip + 12);
  out.destination = IpAddress::v4(ip + 16);
  out.source_port = load_be16(transport);
  out.destination_port = load_be16(transport + 2);
  out.vlan = 0;
  out.ip_octets = total;
  out.payload_wire_octets = total - ipv4_octets - octets;
  const std::uint32_t behind = raw.captured_octets - ethernet_octets - ipv4_octets - octets;
  out.payload_octets = std::min(out.payload_wire_octets, behind);
  out.payload_data = transport + octets;
}

bool decode_common_tcp(const RawPacket& raw, std::uint32_t total, Packet& out) {
  const std::uint8_t* const tcp = raw.data + ethernet_octets + ipv4_octets;
  if (raw.captured_octets < ethernet_octets + ipv4_octets + tcp_octets) return false;
  const std::uint32_t header_octets = (tcp[12] >> 4) * 4u;
  const std::uint32_t headers = ipv4_octets + header_octets;
  if (header_octets < tcp_octets || headers > total) return false;
  if (headers > raw.captured_octets - ethernet_octets) return false;
  set_common(raw, total, header_octets, out);
  out.transport = Transport::tcp;
  out.tcp_flags = tcp[13];
  out.tcp_sequence = load_be32(tcp + 4);
  out.tcp_acknowledgement = load_be32(tcp + 8);
  return true;
}

bool decode_common_udp(const RawPacket& raw, std::uint32_t total, Packet& out) {
  const std::uint8_t* const udp = raw.data + ethernet_octets + ipv4_octets;
  const bool plain = total >= ipv4_octets + udp_octets && load_be16(udp + 4) == total - ipv4_octets;
  if (!plain || is_udp_tunnel_port(load_be16(udp + 2))) return false;
  set_common(raw, total, udp_octets, out);
  out.transport = Transport::udp;
  out.tcp_flags = 0;
  out.tcp_sequence = 0;
  out.tcp_acknowledgement = 0;
  return true;
}

// Ethernet, IPv4 without options, TCP or UDP: most of what there is, in one straight line. Everything
// else, and every doubt, is left to the layers. False: nothing was decided.
bool decode_common(const RawPacket& raw, Packet& out) {
  constexpr std::uint32_t least = ethernet_octets + ipv4_octets + udp_octets;
  if (raw.link_type != ethernet || raw.captured_octets < least) return false;
  const std::uint8_t* const ip = raw.data + ethernet_octets;
  constexpr std::uint16_t fragment_bits = 0x3fff, ipv4_type = 0x0800;
  const bool plain = load_be16(raw.data + 12) == ipv4_type && ip[0] == 0x45 &&
                     (load_be16(ip + 6) & fragment_bits) == 0;
  const std::uint32_t total = load_be16(ip + 2);
  const std::uint32_t wire = std::max(raw.captured_octets, raw.original_octets);
  if (!plain || total > wire - ethernet_octets) return false;
  if (ip[9] == static_cast<std::uint8_t>(Transport::tcp)) return decode_common_tcp(raw, total, out);
  if (ip[9] == static_cast<std::uint8_t>(Transport::udp)) return decode_common_udp(raw, total, out);
  return false;
}

}  // namespace

class Decoder::Impl {
 public:
  bool decode(const RawPacket& raw, Packet& out) {
    out = Packet{};
    out.time = raw.time;
    Walk walk{out, defragmenter};
    const std::uint32_t wire = std::max(raw.captured_octets, raw.original_octets);
    const Outcome outcome = decode_link(walk, raw.link_type, {raw.data, raw.captured_octets, wire});
    if (outcome.failed()) counts.add(outcome.reason);
    if (outcome.kind == Outcome::Kind::other) ++other_packets;
    return outcome.kind == Outcome::Kind::packet;
  }

  const MalformedCounts& malformed() {
    shown = counts;
    shown.add(Malformed::ip_fragment, defragmenter.damaged());
    return shown;
  }

  Defragmenter defragmenter;
  std::uint64_t other_packets = 0;
  std::uint64_t truncated_packets = 0;
  MalformedCounts counts;
  MalformedCounts shown;  // with what waits in the defragmenter
};

Decoder::Decoder() : impl_(std::make_unique<Impl>()) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

bool Decoder::decode(const RawPacket& raw, Packet& out) {
  impl_->truncated_packets += raw.captured_octets < raw.original_octets ? 1 : 0;
  if (decode_common(raw, out)) [[likely]]
    return true;
  return impl_->decode(raw, out);
}

std::vector<std::vector<std::uint8_t>> Decoder::take_reassembled() {
  return impl_->defragmenter.take_buffers();
}

const MalformedCounts& Decoder::malformed() const { return impl_->malformed(); }
std::uint64_t Decoder::other_packets() const { return impl_->other_packets; }
std::uint64_t Decoder::truncated_packets() const { return impl_->truncated_packets; }

}  // namespace davy::capture
