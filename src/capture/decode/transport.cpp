#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

constexpr std::uint32_t tcp_header_octets = 20, udp_header_octets = 8;

void set_payload(Packet& out, Cursor payload) {
  out.payload_data = payload.data;
  out.payload_octets = payload.captured;
  out.payload_wire_octets = payload.wire;
}

}  // namespace

Outcome decode_tcp(Walk& walk, Cursor segment) {
  if (!segment.has(tcp_header_octets)) return bad(Malformed::transport_header);
  const std::uint32_t header_octets = (segment.u8(12) >> 4) * 4u;
  if (header_octets < tcp_header_octets || header_octets > segment.wire) {
    return bad(Malformed::transport_header);
  }
  Packet& out = walk.out;
  out.transport = Transport::tcp;
  out.source_port = segment.be16(0);
  out.destination_port = segment.be16(2);
  out.tcp_sequence = segment.be32(4);
  out.tcp_acknowledgement = segment.be32(8);
  out.tcp_flags = segment.u8(13);
  set_payload(out, segment.behind(header_octets));
  return packet_found;
}

Outcome decode_udp(Walk& walk, Cursor datagram) {
  if (!datagram.has(udp_header_octets)) return bad(Malformed::transport_header);
  // 0 is a jumbo datagram (RFC 2675), or one that the sending card was still to cut into pieces.
  std::uint32_t stated = datagram.be16(4) == 0 ? datagram.wire : datagram.be16(4);
  if (walk.first_fragment_only) stated = std::min(stated, datagram.wire);
  if (stated < udp_header_octets || stated > datagram.wire) return bad(Malformed::transport_header);
  Packet& out = walk.out;
  out.transport = Transport::udp;
  out.source_port = datagram.be16(0);
  out.destination_port = datagram.be16(2);
  out.tcp_sequence = 0;
  out.tcp_acknowledgement = 0;
  out.tcp_flags = 0;
  const Cursor payload = datagram.first(stated).behind(udp_header_octets);
  set_payload(out, payload);
  const std::uint16_t tunnel_port = udp_tunnel_port(out.source_port, out.destination_port);
  if (tunnel_port == 0) [[likely]]
    return packet_found;
  const Packet outer = out;
  const Outcome inner = decode_udp_tunnel(walk, tunnel_port, payload);
  const bool was_tunnel = !inner.failed() || inner.reason == Malformed::nesting;
  if (was_tunnel) return inner;
  out = outer;
  return packet_found;
}

}  // namespace davy::capture
