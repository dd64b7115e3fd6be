// One TCP or UDP packet after decoding: addresses, ports, and where its payload lies.
//
// Units:   `ip_octets` is IP header + IP payload as on the wire (IPFIX octetDeltaCount), of the innermost IP packet.
// Shape:   addresses and ports are those of the innermost IP packet; `vlan` is the outermost VLAN id, 0 for none.
//          `payload` points into the PacketBlock (or the defragmenter's buffer) it was decoded from.
//          `payload_octets` of the payload were captured; `payload_wire_octets` were sent.
// Threads: a value.
#pragma once

#include <cstdint>

#include "base/byte_reader.hpp"
#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace davy::capture {

enum class Transport : std::uint8_t { tcp = 6, udp = 17 };

struct TcpFlags {
  static constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10;
};

struct Packet {
  Timestamp time;
  IpAddress source;
  IpAddress destination;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint16_t vlan = 0;
  Transport transport = Transport::tcp;
  std::uint8_t tcp_flags = 0;
  std::uint32_t tcp_sequence = 0;
  std::uint32_t tcp_acknowledgement = 0;  // meaningful with the ACK flag
  std::uint32_t ip_octets = 0;
  std::uint32_t payload_octets = 0;
  std::uint32_t payload_wire_octets = 0;
  const std::uint8_t* payload_data = nullptr;

  Bytes payload() const { return {payload_data, payload_octets}; }
};

}  // namespace davy::capture
