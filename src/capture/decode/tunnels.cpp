#include "capture/decode/ether_type.hpp"
#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

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

}  // namespace davy::capture
