#include "base/limits.hpp"
#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

namespace protocol {
constexpr std::uint8_t hop_by_hop = 0, ipv4 = 4, tcp = 6, udp = 17, ipv6 = 41, routing = 43,
                       fragment = 44, gre = 47, authentication = 51, destination_options = 60,
                       ether_ip = 97, mobility = 135, mpls = 137, host_identity = 139, shim6 = 140;
}
constexpr std::uint32_t ipv4_header_octets = 20, ipv6_header_octets = 40;
constexpr std::uint16_t more_fragments = 0x2000, fragment_offset_mask = 0x1fff;

Outcome decode_protocol(Walk& walk, std::uint8_t number, Cursor payload);

bool is_extension(std::uint8_t number) {
  switch (number) {
    case protocol::hop_by_hop:
    case protocol::routing:
    case protocol::destination_options:
    case protocol::mobility:
    case protocol::host_identity:
    case protocol::shim6:
      return true;
    default:
      return false;
  }
}

// Takes off the IPv6 extension headers that only say how a packet travels. False: one is cut.
bool skip_extensions(std::uint8_t& next, Cursor& payload) {
  while (is_extension(next)) {
    if (!payload.has(2)) return false;
    const std::uint32_t octets = (payload.u8(1) + 1u) * 8;
    if (octets > payload.wire) return false;
    next = payload.u8(0);
    payload = payload.behind(octets);
  }
  return true;
}

Outcome decode_authenticated(Walk& walk, Cursor packet) {
  if (!packet.has(2)) return bad(Malformed::ip_header);
  const std::uint32_t octets = (packet.u8(1) + 2u) * 4;  // RFC 4302
  if (octets > packet.wire) return bad(Malformed::ip_header);
  return decode_protocol(walk, packet.u8(0), packet.behind(octets));
}

Outcome decode_ether_ip(Walk& walk, Cursor packet) {
  if (!packet.has(2) || packet.u8(0) >> 4 != 3) return bad(Malformed::link_header);  // RFC 3378
  return decode_ethernet(walk, packet.behind(2));
}

Outcome decode_tunnel(Walk& walk, std::uint8_t number, Cursor payload) {
  if (!enter_tunnel(walk)) return bad(Malformed::nesting);
  switch (number) {
    case protocol::ipv4:
      return decode_ipv4(walk, payload);
    case protocol::ipv6:
      return decode_ipv6(walk, payload);
    case protocol::gre:
      return decode_gre(walk, payload);
    case protocol::ether_ip:
      return decode_ether_ip(walk, payload);
    case protocol::mpls:
      return decode_ether_type(walk, ether_type::mpls, payload);
    default:
      return decode_authenticated(walk, payload);
  }
}

Outcome decode_protocol(Walk& walk, std::uint8_t number, Cursor payload) {
  switch (number) {
    case protocol::tcp:
      return decode_tcp(walk, payload);
    case protocol::udp:
      return decode_udp(walk, payload);
    case protocol::ipv4:
    case protocol::ipv6:
    case protocol::gre:
    case protocol::ether_ip:
    case protocol::mpls:
    case protocol::authentication:  // counted as a tunnel, so that a chain of them is bounded
      return decode_tunnel(walk, number, payload);
    default:
      break;
  }
  if (!is_extension(number)) return other_packet;
  if (!skip_extensions(number, payload)) return bad(Malformed::ip_header);
  return decode_protocol(walk, number, payload);
}

struct FragmentPlace {
  std::uint32_t offset = 0;
  bool more = false;
  std::uint32_t identification = 0;
};

// A fragment that was cut by the capture cannot be put together; the first one still has its
// transport header.
Outcome decode_fragment(Walk& walk, std::uint8_t number, FragmentPlace place, Cursor payload) {
  if (payload.captured < payload.wire) {
    if (place.offset > 0) return bad(Malformed::ip_fragment);
    walk.first_fragment_only = true;
    return decode_protocol(walk, number, payload);
  }
  const Packet& out = walk.out;
  const FragmentKey key{out.source, out.destination, place.identification, out.vlan,
                        out.source.is_v4() ? number : std::uint8_t{0}};
  const auto whole = walk.defragmenter.add(
      key, {payload, place.offset, place.more, out.time, out.ip_octets, number});
  if (!whole) return fragment_kept;
  walk.out.ip_octets = whole->ip_octets;
  return decode_protocol(walk, whole->protocol, whole->payload);
}

Outcome decode_ipv6_fragment(Walk& walk, Cursor header) {
  constexpr std::uint32_t octets = 8;
  if (!header.has(octets)) return bad(Malformed::ip_header);
  const std::uint16_t bits = header.be16(2);
  const FragmentPlace place{bits & 0xfff8u, (bits & 1) != 0, header.be32(4)};
  const std::uint8_t next = header.u8(0);
  if (place.offset == 0 && !place.more) return decode_protocol(walk, next, header.behind(octets));
  return decode_fragment(walk, next, place, header.behind(octets));
}

}  // namespace

bool enter_tunnel(Walk& walk) { return ++walk.nesting <= limits::decode_nesting_max; }

Outcome decode_ip(Walk& walk, Cursor packet) {
  if (!packet.has(1)) return bad(Malformed::ip_header);
  const int version = packet.u8(0) >> 4;
  if (version == 4) return decode_ipv4(walk, packet);
  if (version == 6) return decode_ipv6(walk, packet);
  return bad(Malformed::ip_header);
}

Outcome decode_ipv4(Walk& walk, Cursor packet) {
  if (!packet.has(ipv4_header_octets) || packet.u8(0) >> 4 != 4) return bad(Malformed::ip_header);
  const std::uint32_t header_octets = (packet.u8(0) & 0xfu) * 4;
  // 0: the sending card was still to cut the packet into pieces; all of it is there.
  const std::uint32_t total = packet.be16(2) == 0 ? packet.wire : packet.be16(2);
  if (header_octets < ipv4_header_octets || total < header_octets) return bad(Malformed::ip_header);
  Packet& out = walk.out;
  out.source = IpAddress::v4(packet.data + 12);
  out.destination = IpAddress::v4(packet.data + 16);
  out.ip_octets = total;
  Cursor whole = packet.first(total);
  whole.wire = total;
  const Cursor payload = whole.behind(header_octets);
  const std::uint16_t bits = packet.be16(6);
  if ((bits & (more_fragments | fragment_offset_mask)) == 0) [[likely]] {
    return decode_protocol(walk, packet.u8(9), payload);
  }
  const FragmentPlace place{(bits & fragment_offset_mask) * 8u, (bits & more_fragments) != 0,
                            packet.be16(4)};
  return decode_fragment(walk, packet.u8(9), place, payload);
}

Outcome decode_ipv6(Walk& walk, Cursor packet) {
  if (!packet.has(ipv6_header_octets) || packet.u8(0) >> 4 != 6) return bad(Malformed::ip_header);
  // 0: a jumbogram (RFC 2675), or a packet that the sending card was still to cut into pieces.
  const std::uint32_t stated = packet.be16(4);
  const std::uint32_t rest = stated == 0 ? packet.wire - ipv6_header_octets : stated;
  Packet& out = walk.out;
  out.source = IpAddress::v6(packet.data + 8);
  out.destination = IpAddress::v6(packet.data + 24);
  out.ip_octets = ipv6_header_octets + rest;
  Cursor payload = packet.behind(ipv6_header_octets).first(rest);
  payload.wire = rest;
  std::uint8_t next = packet.u8(6);
  if (!skip_extensions(next, payload)) return bad(Malformed::ip_header);
  if (next == protocol::fragment) return decode_ipv6_fragment(walk, payload);
  return decode_protocol(walk, next, payload);
}

// Whether the lengths at the front of `packet` agree with an IP header. A length of zero proves nothing.
bool looks_like_ip(Cursor packet) {
  if (packet.has(ipv4_header_octets) && packet.u8(0) >> 4 == 4) {
    const std::uint32_t header_octets = (packet.u8(0) & 0xfu) * 4;
    const std::uint32_t total = packet.be16(2);
    return header_octets >= ipv4_header_octets && total >= header_octets && total <= packet.wire;
  }
  if (!packet.has(ipv6_header_octets) || packet.u8(0) >> 4 != 6) return false;
  return ipv6_header_octets + packet.be16(4) <= packet.wire;
}

}  // namespace davy::capture
