// Builds frames for tests, from the outside in: ethernet(0x0800, ipv4(6, tcp(1234, 80, "GET"))).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "capture/decode/decoder.hpp"

namespace davy::capture::testing {

using Octets = std::vector<std::uint8_t>;

inline Octets operator+(Octets front, const Octets& back) {
  front.insert(front.end(), back.begin(), back.end());
  return front;
}
inline Octets be(std::uint64_t value, int octets) {
  Octets out;
  for (int i = octets - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  return out;
}
inline Octets le(std::uint64_t value, int octets) {
  const Octets big = be(value, octets);
  return {big.rbegin(), big.rend()};
}
inline Octets zeros(std::size_t count) { return Octets(count); }
inline Octets text(std::string_view characters) {
  const Bytes bytes = as_bytes(characters);
  return {bytes.begin(), bytes.end()};
}
inline std::uint32_t length(const Octets& octets) {
  return static_cast<std::uint32_t>(octets.size());
}

inline Octets tcp(unsigned from, unsigned to, const Octets& payload, unsigned option_octets = 0,
                  std::uint8_t flags = TcpFlags::ack) {
  return be(from, 2) + be(to, 2) + be(0x01020304, 4) + be(0x05060708, 4) +
         be((20 + option_octets) << 2, 1) + be(flags, 1) + be(0xffff, 2) +
         zeros(4 + option_octets) + payload;
}
inline Octets udp(unsigned from, unsigned to, const Octets& payload) {
  return be(from, 2) + be(to, 2) + be(8 + payload.size(), 2) + be(0, 2) + payload;
}

struct Ipv4 {
  std::uint32_t source = 0x0a000001, destination = 0x0a000002;  // 10.0.0.1, 10.0.0.2
  unsigned identification = 7, fragment = 0;                    // flags and offset as on the wire
  int total_octets = -1;                                        // -1: as it is
  unsigned option_octets = 0;
};
inline Octets ipv4(unsigned protocol, const Octets& payload, Ipv4 f = {}) {
  const std::size_t header = 20 + f.option_octets;
  const std::size_t total =
      f.total_octets < 0 ? header + payload.size() : static_cast<std::size_t>(f.total_octets);
  return be(0x40 | header / 4, 1) + be(0, 1) + be(total, 2) + be(f.identification, 2) +
         be(f.fragment, 2) + be(64, 1) + be(protocol, 1) + be(0, 2) + be(f.source, 4) +
         be(f.destination, 4) + zeros(f.option_octets) + payload;
}
// From 2001:db8::1 to 2001:db8::2.
inline Octets ipv6(unsigned next, const Octets& payload, int payload_octets = -1) {
  const std::size_t stated =
      payload_octets < 0 ? payload.size() : static_cast<std::size_t>(payload_octets);
  return be(0x60000000, 4) + be(stated, 2) + be(next, 1) + be(64, 1) + be(0x20010db8, 4) +
         zeros(11) + be(1, 1) + be(0x20010db8, 4) + zeros(11) + be(2, 1) + payload;
}
inline Octets ethernet(unsigned type, const Octets& payload) {
  return be(0x020000000002, 6) + be(0x020000000001, 6) + be(type, 2) + payload;
}
inline Octets vlan(unsigned id, unsigned type, const Octets& payload) {
  return be(id, 2) + be(type, 2) + payload;
}
inline Octets mpls(unsigned label, bool bottom, const Octets& payload) {
  return be(label << 12 | (bottom ? 0x100u : 0u) | 64u, 4) + payload;
}

inline constexpr unsigned type_ipv4 = 0x0800, type_ipv6 = 0x86dd, type_vlan = 0x8100;
inline constexpr LinkType link_ethernet = 1, link_raw = 101;

inline RawPacket raw(const Octets& frame, LinkType link = link_ethernet, std::int64_t time_ns = 0,
                     std::uint32_t original_octets = 0) {
  return {timestamp_ns(time_ns), frame.data(), length(frame),
          original_octets == 0 ? length(frame) : original_octets, link};
}

// What one frame decodes to, with the counts of a decoder that saw nothing else.
struct Decoded {
  bool found = false;
  Packet packet;
  std::string payload;
  MalformedCounts malformed;
  std::uint64_t other = 0;
  std::uint64_t truncated = 0;
};
inline Decoded decode(const RawPacket& frame) {
  Decoder decoder;
  Decoded out;
  out.found = decoder.decode(frame, out.packet);
  if (out.found) out.payload = as_text(out.packet.payload());
  out.malformed = decoder.malformed();
  out.other = decoder.other_packets();
  out.truncated = decoder.truncated_packets();
  return out;
}
inline Decoded decode(const Octets& frame, LinkType link = link_ethernet) {
  return decode(raw(frame, link));
}

// "tcp 10.0.0.1:1234 > 10.0.0.2:80 GET"; for what is no transport packet, why.
inline std::string describe(const Decoded& decoded) {
  if (decoded.found) {
    const Packet& p = decoded.packet;
    return std::string(p.transport == Transport::tcp ? "tcp " : "udp ") + to_string(p.source) +
           ":" + std::to_string(p.source_port) + " > " + to_string(p.destination) + ":" +
           std::to_string(p.destination_port) + " " + decoded.payload;
  }
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    const auto reason = static_cast<Malformed>(i);
    if (decoded.malformed[reason] > 0) return "malformed " + std::string(name(reason));
  }
  return decoded.other > 0 ? "other" : "kept";
}
inline std::string describe(const Octets& frame, LinkType link = link_ethernet) {
  return describe(decode(frame, link));
}

}  // namespace davy::capture::testing
