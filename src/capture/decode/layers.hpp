// The layers of a frame: each function takes its own header off and goes on with what is inside.
//
// Shape:   link -> ethertype -> IP -> transport or tunnel -> ... ; a tunnel adds one to `nesting`, so depth is bounded.
// Errors:  an Outcome; nothing is counted here, because a UDP tunnel may turn out to be none (then the outer packet counts).
// Threads: the Walk of one packet on one thread.
#pragma once

#include <cstdint>

#include "base/malformed.hpp"
#include "capture/decode/cursor.hpp"
#include "capture/decode/defragmenter.hpp"
#include "capture/packet.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

struct Outcome {
  enum class Kind : std::uint8_t { packet, other, fragment_kept, malformed };
  Kind kind = Kind::packet;
  Malformed reason = Malformed::link_header;

  bool failed() const { return kind == Kind::malformed; }
};
inline constexpr Outcome packet_found{};
inline constexpr Outcome other_packet{Outcome::Kind::other};
inline constexpr Outcome fragment_kept{Outcome::Kind::fragment_kept};
constexpr Outcome bad(Malformed reason) { return {Outcome::Kind::malformed, reason}; }

struct Walk {
  Packet& out;
  Defragmenter& defragmenter;
  std::uint32_t nesting = 0;
  bool first_fragment_only = false;  // lengths in the transport header speak of octets not captured
};

// link_layers.cpp
Outcome decode_link(Walk& walk, LinkType type, Cursor frame);
Outcome decode_ethernet(Walk& walk, Cursor frame);
Outcome decode_ppp(Walk& walk, Cursor frame);
Outcome decode_ieee802_11(Walk& walk, Cursor frame);

// ether_types.cpp: what an Ethernet type names, VLAN tags and labels included.
Outcome decode_ether_type(Walk& walk, std::uint16_t type, Cursor frame);
bool looks_like_ethernet(Cursor frame);

// ip_layers.cpp
Outcome decode_ip(Walk& walk, Cursor packet);  // version by its first four bits
Outcome decode_ipv4(Walk& walk, Cursor packet);
Outcome decode_ipv6(Walk& walk, Cursor packet);
bool looks_like_ip(Cursor packet);

// transport.cpp
Outcome decode_tcp(Walk& walk, Cursor segment);
Outcome decode_udp(Walk& walk, Cursor datagram);

// tunnels.cpp
Outcome decode_gre(Walk& walk, Cursor packet);

// udp_tunnels.cpp
// Of the two ports the one that names a tunnel; 0: none does.
std::uint16_t udp_tunnel_port(std::uint16_t source_port, std::uint16_t destination_port);
Outcome decode_udp_tunnel(Walk& walk, std::uint16_t tunnel_port, Cursor payload);

// Goes one tunnel deeper, within limits::decode_nesting_max.
bool enter_tunnel(Walk& walk);

}  // namespace davy::capture
