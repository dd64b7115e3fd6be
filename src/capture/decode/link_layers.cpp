#include <optional>

#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

// Link types: https://www.tcpdump.org/linktypes.html (2025).
namespace davy::capture {
namespace {

namespace link {
constexpr LinkType bsd_null = 0, ethernet = 1, ppp = 9, raw_openbsd = 14, raw_bsd = 12,
                   ppp_serial = 50, ppp_ether = 51, raw = 101, cisco_hdlc = 104, ieee802_11 = 105,
                   frame_relay = 107, bsd_loop = 108, linux_cooked = 113, ieee802_11_radiotap = 127,
                   ppi = 192, ipv4 = 228, ipv6 = 229, nflog = 239, pktap = 258,
                   linux_cooked_v2 = 276;
}

// IEEE 802.2: a SNAP header carries an Ethernet type; anything else (spanning tree, NetBIOS) is no
// IP.
Outcome decode_llc(Walk& walk, Cursor frame) {
  constexpr std::uint32_t snap_octets = 8;
  if (!frame.has(snap_octets) || frame.be16(0) != 0xaaaa) return other_packet;
  return decode_ether_type(walk, frame.be16(6), frame.behind(snap_octets));
}

// The address family in the byte order of the machine that captured; its number differs between
// systems.
Outcome decode_bsd_loopback(Walk& walk, Cursor frame) {
  if (!frame.has(4)) return bad(Malformed::link_header);
  const std::uint32_t big = frame.be32(0), little = load_le32(frame.data);
  const std::uint32_t family = std::min(big, little);
  constexpr std::uint32_t inet = 2, inet6_linux = 10, inet6_windows = 23, inet6_bsd = 24,
                          inet6_freebsd = 28, inet6_darwin = 30;
  switch (family) {
    case inet:
      return decode_ipv4(walk, frame.behind(4));
    case inet6_linux:
    case inet6_windows:
    case inet6_bsd:
    case inet6_freebsd:
    case inet6_darwin:
      return decode_ipv6(walk, frame.behind(4));
    default:
      return other_packet;
  }
}

Outcome decode_linux_cooked(Walk& walk, Cursor frame, std::uint32_t type_at, std::uint32_t octets) {
  if (!frame.has(octets)) return bad(Malformed::link_header);
  const std::uint16_t type = frame.be16(type_at);
  constexpr std::uint16_t llc = 4;
  if (type == llc) return decode_llc(walk, frame.behind(octets));
  return decode_ether_type(walk, type, frame.behind(octets));
}

// Cisco HDLC: address, control, Ethernet type.
Outcome decode_hdlc(Walk& walk, Cursor frame) {
  if (!frame.has(4)) return bad(Malformed::link_header);
  return decode_ether_type(walk, frame.be16(2), frame.behind(4));
}

// Serial lines are recorded as PPP even where Cisco HDLC runs on them; its addresses are no PPP protocol.
bool is_hdlc(Cursor frame) { return frame.has(1) && (frame.u8(0) == 0x0f || frame.u8(0) == 0x8f); }

// Q.922 address of two octets, then either an Ethernet type (Cisco) or RFC 2427.
Outcome decode_frame_relay(Walk& walk, Cursor frame) {
  if (!frame.has(4)) return bad(Malformed::link_header);
  const std::uint16_t type = frame.be16(2);
  if (type == 0x03cc) return decode_ipv4(walk, frame.behind(4));
  if (type == 0x038e) return decode_ipv6(walk, frame.behind(4));
  return decode_ether_type(walk, type, frame.behind(4));
}

Outcome decode_radiotap(Walk& walk, Cursor frame) {
  if (!frame.has(8)) return bad(Malformed::link_header);
  const std::uint32_t octets = load_le16(frame.data + 2);
  if (octets < 8 || !frame.has(octets)) return bad(Malformed::link_header);
  return decode_ieee802_11(walk, frame.behind(octets));
}

// Linux's netfilter log: values with their types and lengths, in the byte order of the machine; one of them is the packet.
Outcome decode_nflog(Walk& walk, Cursor frame) {
  constexpr std::uint16_t payload_type = 9;
  constexpr std::uint32_t head_octets = 4, value_head_octets = 4;
  if (!frame.has(head_octets)) return bad(Malformed::link_header);
  Cursor rest = frame.behind(head_octets);
  while (rest.has(value_head_octets)) {
    const std::uint16_t little = load_le16(rest.data + 2), big = rest.be16(2);
    const bool is_big = little > 0xff;  // types are small numbers
    const std::uint32_t length = is_big ? rest.be16(0) : load_le16(rest.data);
    if (length < value_head_octets) return bad(Malformed::link_header);
    if ((is_big ? big : little) == payload_type)
      return decode_ip(walk, rest.first(length).behind(value_head_octets));
    rest = rest.behind((length + 3) & ~3u);
  }
  return other_packet;
}

// A header that says itself how long it is and what link type follows: never one of its own kind.
Outcome decode_prefixed(Walk& walk, Cursor frame, std::uint32_t octets, std::uint32_t inside) {
  if (octets < 8 || !frame.has(octets)) return bad(Malformed::link_header);
  if (inside == link::pktap || inside == link::ppi) return bad(Malformed::nesting);
  if (inside > 0xffff) return bad(Malformed::link_type);
  return decode_link(walk, static_cast<LinkType>(inside), frame.behind(octets));
}

Outcome decode_ppi(Walk& walk, Cursor frame) {
  if (!frame.has(8)) return bad(Malformed::link_header);
  return decode_prefixed(walk, frame, load_le16(frame.data + 2), load_le32(frame.data + 4));
}

// macOS: its length and the link type that follows stand at 0 and 8.
Outcome decode_pktap(Walk& walk, Cursor frame) {
  if (!frame.has(12)) return bad(Malformed::link_header);
  return decode_prefixed(walk, frame, load_le32(frame.data), load_le32(frame.data + 8));
}

}  // namespace

// Data frames that are not encrypted; the header grows by a fourth address, QoS and HT control.
Outcome decode_ieee802_11(Walk& walk, Cursor frame) {
  if (!frame.has(2)) return bad(Malformed::link_header);
  const std::uint8_t kind = frame.u8(0), flags = frame.u8(1);
  const bool is_data = (kind & 0x0c) == 0x08, no_data = (kind & 0x40) != 0;
  const bool is_protected = (flags & 0x40) != 0;
  if (!is_data || no_data || is_protected) return other_packet;
  std::uint32_t octets = 24;
  if ((flags & 0x03) == 0x03) octets += 6;
  if ((kind & 0x80) != 0) octets += (flags & 0x80) != 0 ? 6 : 2;
  if (!frame.has(octets)) return bad(Malformed::link_header);
  return decode_llc(walk, frame.behind(octets));
}

Outcome decode_ethernet(Walk& walk, Cursor frame) {
  constexpr std::uint32_t header_octets = 14;
  constexpr std::uint16_t lowest_type = 0x0600;  // below it is a length (IEEE 802.3)
  if (!frame.has(header_octets)) return bad(Malformed::link_header);
  const std::uint16_t type = frame.be16(12);
  if (type < lowest_type) return decode_llc(walk, frame.behind(header_octets));
  return decode_ether_type(walk, type, frame.behind(header_octets));
}

// RFC 1661; with or without the address and control octets of RFC 1662, the protocol in one octet
// or two.
Outcome decode_ppp(Walk& walk, Cursor frame) {
  if (frame.has(2) && frame.be16(0) == 0xff03) frame = frame.behind(2);
  if (!frame.has(2)) return bad(Malformed::link_header);
  const bool compressed = (frame.u8(0) & 1) != 0;
  const std::uint16_t protocol = compressed ? frame.u8(0) : frame.be16(0);
  const Cursor inside = frame.behind(compressed ? 1 : 2);
  switch (protocol) {
    case 0x0021:
      return decode_ipv4(walk, inside);
    case 0x0057:
      return decode_ipv6(walk, inside);
    case 0x0281:
      return decode_ether_type(walk, ether_type::mpls, inside);
    default:
      return other_packet;
  }
}

Outcome decode_link(Walk& walk, LinkType type, Cursor frame) {
  switch (type) {
    case link::ethernet:
      return decode_ethernet(walk, frame);
    case link::linux_cooked:
      return decode_linux_cooked(walk, frame, 14, 16);
    case link::linux_cooked_v2:
      return decode_linux_cooked(walk, frame, 0, 20);
    case link::raw:
    case link::raw_bsd:
    case link::raw_openbsd:
      return decode_ip(walk, frame);
    case link::ipv4:
      return decode_ether_type(walk, ether_type::ipv4, frame);
    case link::ipv6:
      return decode_ether_type(walk, ether_type::ipv6, frame);
    case link::bsd_null:
    case link::bsd_loop:
      return decode_bsd_loopback(walk, frame);
    case link::ppp:
    case link::ppp_serial:
      return is_hdlc(frame) ? decode_hdlc(walk, frame) : decode_ppp(walk, frame);
    case link::ppp_ether:
      return decode_ether_type(walk, ether_type::pppoe_session, frame);
    case link::cisco_hdlc:
      return decode_hdlc(walk, frame);
    case link::frame_relay:
      return decode_frame_relay(walk, frame);
    case link::ieee802_11:
      return decode_ieee802_11(walk, frame);
    case link::ieee802_11_radiotap:
      return decode_radiotap(walk, frame);
    case link::nflog:
      return decode_nflog(walk, frame);
    case link::ppi:
      return decode_ppi(walk, frame);
    case link::pktap:
      return decode_pktap(walk, frame);
    default:
      return bad(Malformed::link_type);
  }
}

}  // namespace davy::capture
