#include "capture/decode/decoder.hpp"

#include <algorithm>

#include "capture/decode/layers.hpp"

namespace davy::capture {
namespace {

constexpr LinkType ethernet = 1;
constexpr std::uint32_t ethernet_octets = 14, ipv4_octets = 20, tcp_octets = 20;

// Ethernet, IPv4 without options, TCP, captured whole: most of what there is, in one straight line.
// Everything else, and every doubt, is left to the layers. False: nothing was decided.
bool decode_common(const RawPacket& raw, Packet& out) {
  constexpr std::uint32_t least = ethernet_octets + ipv4_octets + tcp_octets;
  if (raw.link_type != ethernet || raw.captured_octets < least) return false;
  const std::uint8_t* const ip = raw.data + ethernet_octets;
  const std::uint8_t* const tcp = ip + ipv4_octets;
  const bool plain = load_be16(raw.data + 12) == 0x0800 && ip[0] == 0x45 && ip[9] == 6 &&
                     (load_be16(ip + 6) & 0x3fff) == 0;
  const std::uint32_t total = load_be16(ip + 2);
  const std::uint32_t headers = ipv4_octets + (tcp[12] >> 4) * 4u;
  const bool sound = headers >= ipv4_octets + tcp_octets && headers <= total &&
                     total <= raw.captured_octets - ethernet_octets;
  if (!plain || !sound || raw.original_octets > raw.captured_octets) return false;
  out.time = raw.time;
  out.source = IpAddress::v4(ip + 12);
  out.destination = IpAddress::v4(ip + 16);
  out.source_port = load_be16(tcp);
  out.destination_port = load_be16(tcp + 2);
  out.vlan = 0;
  out.transport = Transport::tcp;
  out.tcp_flags = tcp[13];
  out.tcp_sequence = load_be32(tcp + 4);
  out.tcp_acknowledgement = load_be32(tcp + 8);
  out.ip_octets = total;
  out.payload_octets = out.payload_wire_octets = total - headers;
  out.payload_data = ip + headers;
  return true;
}

}  // namespace

class Decoder::Impl {
 public:
  bool decode(const RawPacket& raw, Packet& out) {
    out = Packet{};
    out.time = raw.time;
    Walk walk{out, defragmenter};
    const std::uint32_t wire = std::max(raw.captured_octets, raw.original_octets);
    if (raw.captured_octets < wire) ++truncated_packets;
    const Outcome outcome = decode_link(walk, raw.link_type, {raw.data, raw.captured_octets, wire});
    if (outcome.failed()) counts.add(outcome.reason);
    if (outcome.kind == Outcome::Kind::other) ++other_packets;
    return outcome.kind == Outcome::Kind::packet;
  }

  const MalformedCounts& malformed() {
    shown = counts;
    shown.add(Malformed::ip_fragment, defragmenter.damaged());
    return shown;
  }

  Defragmenter defragmenter;
  std::uint64_t other_packets = 0;
  std::uint64_t truncated_packets = 0;
  MalformedCounts counts;
  MalformedCounts shown;  // with what waits in the defragmenter
};

Decoder::Decoder() : impl_(std::make_unique<Impl>()) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

bool Decoder::decode(const RawPacket& raw, Packet& out) {
  if (decode_common(raw, out)) [[likely]]
    return true;
  return impl_->decode(raw, out);
}

std::vector<std::vector<std::uint8_t>> Decoder::take_reassembled() {
  return impl_->defragmenter.take_buffers();
}

const MalformedCounts& Decoder::malformed() const { return impl_->malformed(); }
std::uint64_t Decoder::other_packets() const { return impl_->other_packets; }
std::uint64_t Decoder::truncated_packets() const { return impl_->truncated_packets; }

}  // namespace davy::capture
