#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

constexpr std::uint32_t tag_octets = 4, label_octets = 4, ethernet_header_octets = 14;
constexpr std::uint16_t vlan_id_mask = 0x0fff;

bool is_vlan(std::uint16_t type) {
  return type == ether_type::vlan || type == ether_type::service_vlan ||
         type == ether_type::old_service_vlan || type == ether_type::older_service_vlan;
}

// Under the labels nothing says what follows: IP by its version, else a pseudowire with Ethernet in
// it, with or without the control word (RFC 4448), which begins with four zero bits.
Outcome decode_mpls(Walk& walk, Cursor frame) {
  bool bottom = false;
  while (!bottom) {
    if (!frame.has(label_octets)) return bad(Malformed::link_header);
    bottom = (frame.u8(2) & 1) != 0;
    frame = frame.behind(label_octets);
  }
  if (looks_like_ip(frame)) return decode_ip(walk, frame);
  if (!enter_tunnel(walk)) return bad(Malformed::nesting);
  const bool control_word = frame.has(4) && frame.u8(0) >> 4 == 0;
  if (control_word && looks_like_ethernet(frame.behind(4))) {
    return decode_ethernet(walk, frame.behind(4));
  }
  if (looks_like_ethernet(frame)) return decode_ethernet(walk, frame);
  return other_packet;
}

Outcome decode_pppoe(Walk& walk, Cursor frame) {
  constexpr std::uint32_t header_octets = 6;
  constexpr std::uint16_t version_1_session = 0x1100;
  if (!frame.has(header_octets) || frame.be16(0) != version_1_session) {
    return bad(Malformed::link_header);
  }
  return decode_ppp(walk, frame.behind(header_octets).first(frame.be16(4)));
}

// RFC 8300: service chains of data centres; the length counts words of four octets.
Outcome decode_service_header(Walk& walk, Cursor frame) {
  constexpr std::uint8_t ipv4 = 1, ipv6 = 2, ethernet = 3;
  if (!frame.has(8)) return bad(Malformed::link_header);
  const std::uint32_t octets = (frame.u8(1) & 0x3fu) * 4;
  const std::uint8_t next = frame.u8(3);
  if (octets < 8 || !frame.has(octets)) return bad(Malformed::link_header);
  if (!enter_tunnel(walk)) return bad(Malformed::nesting);
  if (next == ethernet) return decode_ethernet(walk, frame.behind(octets));
  return next == ipv4 || next == ipv6 ? decode_ip(walk, frame.behind(octets)) : other_packet;
}

}  // namespace

Outcome decode_ether_type(Walk& walk, std::uint16_t type, Cursor frame) {
  while (is_vlan(type)) {
    if (!frame.has(tag_octets)) return bad(Malformed::link_header);
    if (walk.out.vlan == 0) walk.out.vlan = frame.be16(0) & vlan_id_mask;
    type = frame.be16(2);
    frame = frame.behind(tag_octets);
  }
  switch (type) {
    case ether_type::ipv4:
      return decode_ipv4(walk, frame);
    case ether_type::ipv6:
      return decode_ipv6(walk, frame);
    case ether_type::mpls:
    case ether_type::mpls_upstream:
      return decode_mpls(walk, frame);
    case ether_type::pppoe_session:
      return decode_pppoe(walk, frame);
    case ether_type::ppp:
      return decode_ppp(walk, frame);
    case ether_type::transparent_ethernet:
      return enter_tunnel(walk) ? decode_ethernet(walk, frame) : bad(Malformed::nesting);
    case ether_type::service_header:
      return decode_service_header(walk, frame);
    case ether_type::fabric_path:  // Cisco: a tag of two octets, then the frame as it was
      return enter_tunnel(walk) ? decode_ethernet(walk, frame.behind(2)) : bad(Malformed::nesting);
    default:
      return other_packet;
  }
}

// Whether `frame` begins with an Ethernet header that names something known, and holds it.
bool looks_like_ethernet(Cursor frame) {
  if (!frame.has(ethernet_header_octets)) return false;
  std::uint16_t type = frame.be16(12);
  frame = frame.behind(ethernet_header_octets);
  while (is_vlan(type) && frame.has(tag_octets)) {
    type = frame.be16(2);
    frame = frame.behind(tag_octets);
  }
  if (type == ether_type::ipv4 || type == ether_type::ipv6) return looks_like_ip(frame);
  return type == ether_type::arp || type == ether_type::mpls || type == ether_type::pppoe_session;
}

}  // namespace davy::capture
