#include "capture/decode/decoder.hpp"

#include <algorithm>

#include "capture/decode/cursor.hpp"
#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

constexpr LinkType ethernet = 1;
constexpr std::uint32_t ethernet_octets = 14, tag_octets = 4, ipv4_octets = 20, ipv6_octets = 40,
                        tcp_octets = 20, udp_octets = 8;

// What an IP header says of what lies behind it.
struct Transported {
  const std::uint8_t* header;
  std::uint32_t captured;  // from there on, with what may lie behind the packet
  std::uint32_t stated;    // octets of it
  std::uint8_t protocol;
};

// The first `octets` are the transport header, the rest is payload.
void set_common(const Transported& in, std::uint32_t octets, Packet& out) {
  out.source_port = load_be16(in.header);
  out.destination_port = load_be16(in.header + 2);
  out.payload_wire_octets = in.stated - octets;
  out.payload_octets = std::min(out.payload_wire_octets, in.captured - octets);
  out.payload_data = in.header + octets;
}

bool decode_common_tcp(const Transported& in, Packet& out) {
  if (in.captured < tcp_octets) return false;
  const std::uint32_t octets = (in.header[12] >> 4) * 4u;
  if (octets < tcp_octets || octets > in.stated || octets > in.captured) return false;
  set_common(in, octets, out);
  out.transport = Transport::tcp;
  out.tcp_flags = in.header[13];
  out.tcp_sequence = load_be32(in.header + 4);
  out.tcp_acknowledgement = load_be32(in.header + 8);
  return true;
}

bool decode_common_udp(const Transported& in, Packet& out) {
  const bool plain = in.stated >= udp_octets && load_be16(in.header + 4) == in.stated;
  if (!plain || udp_tunnel_port(load_be16(in.header), load_be16(in.header + 2)) != 0) return false;
  set_common(in, udp_octets, out);
  out.transport = Transport::udp;
  out.tcp_flags = 0;
  out.tcp_sequence = 0;
  out.tcp_acknowledgement = 0;
  return true;
}

// Without options, whole.
bool decode_common_ipv4(Cursor packet, Packet& out, Transported& in) {
  constexpr std::uint16_t fragment_bits = 0x3fff;
  if (!packet.has(ipv4_octets + udp_octets)) return false;
  const std::uint8_t* const ip = packet.data;
  const std::uint32_t total = load_be16(ip + 2);
  const bool plain = ip[0] == 0x45 && (load_be16(ip + 6) & fragment_bits) == 0;
  if (!plain || total < ipv4_octets || total > packet.wire) return false;
  out.source = IpAddress::v4(ip + 12);
  out.destination = IpAddress::v4(ip + 16);
  out.ip_octets = total;
  in = {ip + ipv4_octets, packet.captured - ipv4_octets, total - ipv4_octets, ip[9]};
  return true;
}

// Without extension headers.
bool decode_common_ipv6(Cursor packet, Packet& out, Transported& in) {
  if (!packet.has(ipv6_octets + udp_octets)) return false;
  const std::uint8_t* const ip = packet.data;
  const std::uint32_t stated = load_be16(ip + 4);
  if (ip[0] >> 4 != 6 || stated == 0 || ipv6_octets + stated > packet.wire) return false;
  out.source = IpAddress::v6(ip + 8);
  out.destination = IpAddress::v6(ip + 24);
  out.ip_octets = ipv6_octets + stated;
  in = {ip + ipv6_octets, packet.captured - ipv6_octets, stated, ip[6]};
  return true;
}

bool decode_common_ip(std::uint16_t type, Cursor packet, Packet& out, Transported& in) {
  if (type == ether_type::ipv4) return decode_common_ipv4(packet, out, in);
  return type == ether_type::ipv6 && decode_common_ipv6(packet, out, in);
}

// Ethernet with one VLAN tag or none, plain IP, TCP or UDP: most of what there is, in one straight line. Everything else,
// and every doubt, is left to the layers. False: nothing was decided.
bool decode_common(const RawPacket& raw, Packet& out) {
  constexpr std::uint16_t vlan_id_mask = 0x0fff;
  if (raw.link_type != ethernet || raw.captured_octets < ethernet_octets + tag_octets) return false;
  std::uint32_t octets = ethernet_octets;
  std::uint16_t type = load_be16(raw.data + ethernet_octets - 2);
  out.vlan = 0;
  if (type == ether_type::vlan) {
    out.vlan = load_be16(raw.data + ethernet_octets) & vlan_id_mask;
    type = load_be16(raw.data + ethernet_octets + 2);
    octets += tag_octets;
  }
  out.time = raw.time;
  const std::uint32_t wire = std::max(raw.captured_octets, raw.original_octets);
  Transported in;
  if (!decode_common_ip(type, {raw.data + octets, raw.captured_octets - octets, wire - octets}, out,
                        in))
    return false;
  if (in.protocol == static_cast<std::uint8_t>(Transport::tcp)) return decode_common_tcp(in, out);
  if (in.protocol == static_cast<std::uint8_t>(Transport::udp)) return decode_common_udp(in, out);
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
