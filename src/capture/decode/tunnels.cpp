#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

namespace port {
constexpr std::uint16_t gtp_user = 2152, vxlan = 4789, vxlan_gpe = 4790, geneve = 6081,
                        vxlan_linux = 8472;
}
namespace ether_type {
constexpr std::uint16_t ipv4 = 0x0800, ipv6 = 0x86dd, transparent_ethernet = 0x6558, mpls = 0x8847,
                        erspan = 0x88be, erspan_3 = 0x22eb;
}
namespace gre_flag {
constexpr std::uint16_t checksum = 0x8000, routing = 0x4000, key = 0x2000, sequence = 0x1000,
                        acknowledgment = 0x0080, version = 0x0007;
}

Outcome decode_erspan_3(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 12, subheader_octets = 8;
  if (!packet.has(header_octets)) return bad(Malformed::link_header);
  const bool has_subheader = (packet.u8(11) & 1) != 0;
  return decode_ethernet(walk,
                         packet.behind(header_octets + (has_subheader ? subheader_octets : 0)));
}

// RFC 1701's source routes: family, offset, length, address; an entry of nothing ends them.
bool skip_source_routes(Cursor& packet) {
  while (packet.has(4)) {
    const bool last = packet.be32(0) == 0;
    const std::uint32_t octets = 4u + packet.u8(3);
    if (octets > packet.wire) return false;
    packet = packet.behind(octets);
    if (last) return true;
  }
  return false;
}

// `packet` lies behind the GRE header. ERSPAN I has no header of its own and no sequence number,
// ERSPAN II both.
Outcome decode_gre_payload(Walk& walk, std::uint16_t type, bool has_sequence, Cursor packet) {
  constexpr std::uint32_t erspan_2_octets = 8;
  switch (type) {
    case ether_type::erspan:
      return decode_ethernet(walk, has_sequence ? packet.behind(erspan_2_octets) : packet);
    case ether_type::erspan_3:
      return decode_erspan_3(walk, packet);
    case ether_type::transparent_ethernet:
      return decode_ethernet(walk, packet);
    default:
      return decode_ether_type(walk, type, packet);
  }
}

Outcome decode_vxlan(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 8;
  constexpr std::uint8_t network_identifier_valid = 0x08;
  if (!packet.has(header_octets) || (packet.u8(0) & network_identifier_valid) == 0) {
    return bad(Malformed::link_header);
  }
  const Cursor inside = packet.behind(header_octets);
  return looks_like_ethernet(inside) ? decode_ethernet(walk, inside) : bad(Malformed::link_header);
}

// draft-ietf-nvo3-vxlan-gpe: the P bit says that the last octet of the first word names what
// follows.
Outcome decode_vxlan_gpe(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 8;
  constexpr std::uint8_t next_protocol_valid = 0x04;
  if (!packet.has(header_octets)) return bad(Malformed::link_header);
  if ((packet.u8(0) & next_protocol_valid) == 0) return decode_vxlan(walk, packet);
  const Cursor inside = packet.behind(header_octets);
  switch (packet.u8(3)) {
    case 1:
    case 2:
      return looks_like_ip(inside) ? decode_ip(walk, inside) : bad(Malformed::ip_header);
    case 3:
      return looks_like_ethernet(inside) ? decode_ethernet(walk, inside)
                                         : bad(Malformed::link_header);
    case 5:
      return decode_ether_type(walk, ether_type::mpls, inside);
    default:
      return bad(Malformed::link_header);
  }
}

// RFC 8926.
Outcome decode_geneve(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 8;
  if (!packet.has(header_octets) || packet.u8(0) >> 6 != 0) return bad(Malformed::link_header);
  const std::uint32_t octets = header_octets + (packet.u8(0) & 0x3fu) * 4;
  if (!packet.has(octets)) return bad(Malformed::link_header);
  const std::uint16_t type = packet.be16(2);
  const Cursor inside = packet.behind(octets);
  if (type == ether_type::transparent_ethernet) {
    return looks_like_ethernet(inside) ? decode_ethernet(walk, inside)
                                       : bad(Malformed::link_header);
  }
  const bool is_ip =
      (type == ether_type::ipv4 || type == ether_type::ipv6) && looks_like_ip(inside);
  return is_ip ? decode_ip(walk, inside) : bad(Malformed::link_header);
}

// GTPv1-U, 3GPP TS 29.281 section 5.1: a user packet, with extension headers in units of four
// octets.
Outcome decode_gtp_user(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 8, optional_octets = 4;
  constexpr std::uint8_t user_packet = 0xff, has_any_option = 0x07, has_extension = 0x04;
  const bool sound =
      packet.has(header_octets) && (packet.u8(0) & 0xf0) == 0x30 && packet.u8(1) == user_packet;
  if (!sound) return bad(Malformed::link_header);
  const std::uint8_t flags = packet.u8(0);
  Cursor inside = packet.behind(header_octets).first(packet.be16(2));
  if ((flags & has_any_option) != 0) {
    if (!inside.has(optional_octets)) return bad(Malformed::link_header);
    std::uint8_t next = (flags & has_extension) != 0 ? inside.u8(3) : std::uint8_t{0};
    inside = inside.behind(optional_octets);
    while (next != 0) {
      const std::uint32_t octets = inside.has(1) ? inside.u8(0) * 4u : 0;
      if (octets == 0 || !inside.has(octets)) return bad(Malformed::link_header);
      next = inside.u8(octets - 1);
      inside = inside.behind(octets);
    }
  }
  return looks_like_ip(inside) ? decode_ip(walk, inside) : bad(Malformed::ip_header);
}

}  // namespace

// RFC 2784 and 2890, with RFC 1701's routes; version 1 is PPTP's (RFC 2637).
Outcome decode_gre(Walk& walk, Cursor packet) {
  if (!packet.has(4)) return bad(Malformed::link_header);
  const std::uint16_t flags = packet.be16(0), type = packet.be16(2);
  const bool has_sequence = (flags & gre_flag::sequence) != 0;
  const int version = flags & gre_flag::version;
  if (version > 1) return bad(Malformed::link_header);
  std::uint32_t octets = 4;
  if ((flags & (gre_flag::checksum | gre_flag::routing)) != 0) octets += 4;
  if ((flags & gre_flag::key) != 0) octets += 4;
  if (has_sequence) octets += 4;
  if (version == 1 && (flags & gre_flag::acknowledgment) != 0) octets += 4;
  if (octets > packet.wire) return bad(Malformed::link_header);
  packet = packet.behind(octets);
  const bool has_routes = version == 0 && (flags & gre_flag::routing) != 0;
  if (has_routes && !skip_source_routes(packet)) return bad(Malformed::link_header);
  if (version == 1 && !has_sequence) return other_packet;  // an acknowledgment alone
  return decode_gre_payload(walk, type, has_sequence, packet);
}

bool is_udp_tunnel_port(std::uint16_t destination_port) {
  switch (destination_port) {
    case port::gtp_user:
    case port::vxlan:
    case port::vxlan_gpe:
    case port::geneve:
    case port::vxlan_linux:
      return true;
    default:
      return false;
  }
}

Outcome decode_udp_tunnel(Walk& walk, std::uint16_t destination_port, Cursor payload) {
  if (!enter_tunnel(walk)) return bad(Malformed::nesting);
  switch (destination_port) {
    case port::gtp_user:
      return decode_gtp_user(walk, payload);
    case port::vxlan_gpe:
      return decode_vxlan_gpe(walk, payload);
    case port::geneve:
      return decode_geneve(walk, payload);
    default:
      return decode_vxlan(walk, payload);
  }
}

}  // namespace davy::capture
