// Numbers of Ethernet types.
//
// Source:  IANA, IEEE 802 Numbers (2025); the older VLAN tags, ERSPAN and FabricPath: their makers' manuals.
#pragma once

#include <cstdint>

namespace davy::capture::ether_type {

inline constexpr std::uint16_t ipv4 = 0x0800, arp = 0x0806, erspan_3 = 0x22eb,
                               transparent_ethernet = 0x6558, vlan = 0x8100, ipv6 = 0x86dd,
                               ppp = 0x880b, mpls = 0x8847, mpls_upstream = 0x8848,
                               pppoe_session = 0x8864, service_vlan = 0x88a8, erspan = 0x88be,
                               fabric_path = 0x8903, service_header = 0x894f,
                               old_service_vlan = 0x9100, older_service_vlan = 0x9200;

}  // namespace davy::capture::ether_type
