// Tunnels in UDP, by their ports: what does not make sense inside is an ordinary datagram.
#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

namespace port {
constexpr std::uint16_t l2tp = 1701, gtp_user = 2152, teredo = 3544, vxlan = 4789, vxlan_gpe = 4790,
                        capwap_data = 5247, geneve = 6081, mpls = 6635, vxlan_linux = 8472,
                        tzsp = 37008;
}

// Nothing in UDP says for sure that a frame follows: it has to look like one.
Outcome decode_frame(Walk& walk, Cursor inside) {
  return looks_like_ethernet(inside) ? decode_ethernet(walk, inside) : bad(Malformed::link_header);
}

Outcome decode_vxlan(Walk& walk, Cursor packet) {
  constexpr std::uint32_t header_octets = 8;
  constexpr std::uint8_t network_identifier_valid = 0x08;
  if (!packet.has(header_octets) || (packet.u8(0) & network_identifier_valid) == 0) {
    return bad(Malformed::link_header);
  }
  const Cursor inside = packet.behind(header_octets);
  return decode_frame(walk, inside);
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
      return decode_frame(walk, inside);
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
    return decode_frame(walk, inside);
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

// RFC 2661, data messages: PPP behind a header of optional parts.
Outcome decode_l2tp(Walk& walk, Cursor packet) {
  constexpr std::uint16_t control = 0x8000, length = 0x4000, sequence = 0x0800, offset = 0x0200,
                          version = 0x000f;
  if (!packet.has(2)) return bad(Malformed::link_header);
  const std::uint16_t flags = packet.be16(0);
  if ((flags & version) != 2 || (flags & control) != 0) return bad(Malformed::link_header);
  std::uint32_t octets = 6;
  if ((flags & length) != 0) octets += 2;
  if ((flags & sequence) != 0) octets += 4;
  if ((flags & offset) != 0) {
    if (!packet.has(octets + 2)) return bad(Malformed::link_header);
    octets += 2u + packet.be16(octets);
  }
  if (!packet.has(octets)) return bad(Malformed::link_header);
  return decode_ppp(walk, packet.behind(octets));
}

// RFC 4380: IPv6, behind what authenticates it and what says where it came from.
Outcome decode_teredo(Walk& walk, Cursor packet) {
  constexpr std::uint32_t authentication_octets = 13, origin_octets = 8;
  if (packet.has(4) && packet.be16(0) == 1)
    packet = packet.behind(authentication_octets + packet.u8(2) + packet.u8(3));
  if (packet.has(2) && packet.be16(0) == 0) packet = packet.behind(origin_octets);
  const bool is_ipv6 = packet.has(1) && packet.u8(0) >> 4 == 6 && looks_like_ip(packet);
  return is_ipv6 ? decode_ip(walk, packet) : bad(Malformed::ip_header);
}

// RFC 5415, section 4.3, where DTLS does not hide it: a frame of the wire or of the air between an access point and its
// controller. Cut ones are not put together.
Outcome decode_capwap_data(Walk& walk, Cursor packet) {
  constexpr std::uint16_t of_the_air = 0x0100, fragment = 0x0080;
  if (!packet.has(8) || packet.u8(0) != 0) return bad(Malformed::link_header);
  const std::uint32_t octets = (packet.u8(1) >> 3) * 4u;
  const std::uint16_t flags = packet.be16(2);
  if (octets < 8 || !packet.has(octets) || (flags & fragment) != 0)
    return bad(Malformed::link_header);
  const Cursor inside = packet.behind(octets);
  if ((flags & of_the_air) != 0) return decode_ieee802_11(walk, inside);
  return decode_frame(walk, inside);
}

// Mirrored frames of MikroTik and others: values with a type and a length until the one that ends them.
Outcome decode_tzsp(Walk& walk, Cursor packet) {
  constexpr std::uint8_t padding = 0, end = 1;
  constexpr std::uint32_t version_1_received_ethernet = 0x01000001;
  if (!packet.has(4) || packet.be32(0) != version_1_received_ethernet)
    return bad(Malformed::link_header);
  Cursor rest = packet.behind(4);
  while (rest.has(1) && rest.u8(0) != end) {
    const bool is_padding = rest.u8(0) == padding;
    if (!is_padding && !rest.has(2)) return bad(Malformed::link_header);
    rest = rest.behind(is_padding ? 1 : 2u + rest.u8(1));
  }
  rest = rest.behind(1);
  return decode_frame(walk, rest);
}

// Where little says that it is a tunnel and no datagram of a client that happens to have this port, nothing but IP inside does.
Outcome with_ip_inside(Outcome inside) {
  return inside.kind == Outcome::Kind::other ? bad(Malformed::link_header) : inside;
}

}  // namespace

std::uint16_t udp_tunnel_port(std::uint16_t source_port, std::uint16_t destination_port) {
  switch (destination_port) {
    case port::l2tp:
    case port::gtp_user:
    case port::teredo:
    case port::vxlan:
    case port::vxlan_gpe:
    case port::capwap_data:
    case port::geneve:
    case port::mpls:
    case port::vxlan_linux:
    case port::tzsp:
      return destination_port;
    default:
      break;
  }
  // Those that answer from their port.
  const bool answers =
      source_port == port::l2tp || source_port == port::teredo || source_port == port::capwap_data;
  return answers ? source_port : std::uint16_t{0};
}

Outcome decode_udp_tunnel(Walk& walk, std::uint16_t tunnel_port, Cursor payload) {
  if (!enter_tunnel(walk)) return bad(Malformed::nesting);
  switch (tunnel_port) {
    case port::l2tp:
      return with_ip_inside(decode_l2tp(walk, payload));
    case port::gtp_user:
      return decode_gtp_user(walk, payload);
    case port::teredo:
      return decode_teredo(walk, payload);
    case port::capwap_data:
      return with_ip_inside(decode_capwap_data(walk, payload));
    case port::vxlan_gpe:
      return decode_vxlan_gpe(walk, payload);
    case port::geneve:
      return decode_geneve(walk, payload);
    case port::mpls:  // RFC 7510
      return with_ip_inside(decode_ether_type(walk, ether_type::mpls, payload));
    case port::tzsp:
      return decode_tzsp(walk, payload);
    default:
      return decode_vxlan(walk, payload);
  }
}

}  // namespace davy::capture
