// What must hold for any frame: nothing is read or given outside it, and both ways through the decoder agree.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {
namespace {

Octets v4() { return ipv4(6, tcp(4000, 3333, text("0123456789"), 8)); }
Octets v6() { return ipv6(17, udp(4000, 3333, text("0123456789"))); }
Octets v4_udp(unsigned port, const Octets& payload) { return ipv4(17, udp(9, port, payload)); }

struct Sample {
  LinkType link = link_ethernet;
  Octets frame;
};

// One valid frame of every kind.
std::vector<Sample> samples() {
  const Octets frame4 = ethernet(type_ipv4, v4()), frame6 = ethernet(type_ipv6, v6());
  const Octets gtp = be(0x34ff, 2) + be(4 + 4 + v4().size(), 2) + zeros(7) + be(0x85, 1) +
                     be(0x01000000, 4) + v4();
  return {
      {link_ethernet, frame4},
      {link_ethernet, frame6},
      {link_ethernet, ethernet(0x88a8, vlan(5, type_vlan, vlan(6, type_ipv4, v4())))},
      {link_ethernet, ethernet(0x8847, mpls(1, false, mpls(2, true, zeros(4) + frame6)))},
      {link_ethernet,
       ethernet(0x8864, be(0x11000001, 4) + be(2 + v4().size(), 2) + be(0x21, 2) + v4())},
      {link_ethernet, ethernet(type_ipv4, ipv4(47, be(0xf0000800, 4) + zeros(16) + v4()))},
      {link_ethernet, ethernet(type_ipv4, ipv4(47, be(0x100022eb, 4) + zeros(16) + frame4))},
      {link_ethernet, ethernet(type_ipv4, v4_udp(4789, be(0x08000000, 4) + zeros(4) + frame6))},
      {link_ethernet, ethernet(type_ipv4, v4_udp(4790, be(0x0c000003, 4) + zeros(4) + frame4))},
      {link_ethernet, ethernet(type_ipv4, v4_udp(6081, be(0x02006558, 4) + zeros(12) + frame4))},
      {link_ethernet, ethernet(type_ipv4, v4_udp(2152, gtp))},
      {link_ethernet, ethernet(type_ipv6, ipv6(60, be(41, 1) + zeros(7) + v6()))},
      {link_ethernet, ethernet(type_ipv4, ipv4(17, zeros(24), {.fragment = 0x2000}))},
      {link_ethernet, ethernet(type_ipv6, ipv6(44, be(17, 1) + zeros(2) + be(1, 1) + zeros(28)))},
      {113, zeros(14) + be(type_ipv4, 2) + v4()},
      {276, be(type_ipv6, 2) + zeros(18) + v6()},
      {0, le(2, 4) + v4()},
      {9, be(0xff030021, 4) + v4()},
      {104, be(0x0f000800, 4) + v4()},
      {107, be(0x184103cc, 4) + v4()},
      {127, be(0, 2) + le(8, 2) + zeros(4) + be(0x8803, 2) + zeros(30) + be(0xaaaa03000000, 6) +
                be(type_ipv4, 2) + v4()},
  };
}

// The frame in memory of exactly its size, so that a sanitizer sees the first octet too many.
Decoded decode_exactly(Bytes frame, LinkType link, std::uint32_t original) {
  const Octets exact(frame.begin(), frame.end());
  const RawPacket packet{{}, exact.data(), length(exact), original, link};
  Decoder decoder;
  Decoded out;
  out.found = decoder.decode(packet, out.packet);
  const auto reassembled = decoder.take_reassembled();
  out.malformed = decoder.malformed();
  if (!out.found) return out;
  const Packet& p = out.packet;
  out.payload = as_text(p.payload());
  EXPECT_LE(p.payload_octets, p.payload_wire_octets);
  EXPECT_LE(p.payload_wire_octets, p.ip_octets);
  if (reassembled.empty()) {
    EXPECT_GE(p.payload_data, exact.data());
    EXPECT_LE(p.payload_data + p.payload_octets, exact.data() + exact.size());
  }
  return out;
}

TEST(DecodeProperty, every_sample_is_sound) {
  for (const Sample& sample : samples()) {
    const Decoded d = decode_exactly(sample.frame, sample.link, length(sample.frame));
    const bool is_fragment = d.malformed[Malformed::ip_fragment] == 1;
    EXPECT_TRUE(is_fragment || d.payload == "0123456789") << sample.link << " " << describe(d);
  }
}

TEST(DecodeProperty, any_cut_of_a_valid_frame_stays_inside_it) {
  for (const Sample& sample : samples()) {
    for (std::size_t size = 0; size <= sample.frame.size(); ++size) {
      const Bytes cut = Bytes(sample.frame).first(size);
      decode_exactly(cut, sample.link, static_cast<std::uint32_t>(size));
      decode_exactly(cut, sample.link, length(sample.frame));
    }
  }
}

TEST(DecodeProperty, a_cut_by_the_snap_length_never_changes_whose_packet_it_is) {
  for (const Sample& sample : samples()) {
    const Decoded whole = decode_exactly(sample.frame, sample.link, length(sample.frame));
    const std::size_t least = sample.frame.size() - whole.payload.size();
    for (std::size_t size = least; whole.found && size < sample.frame.size(); ++size) {
      const Decoded cut =
          decode_exactly(Bytes(sample.frame).first(size), sample.link, length(sample.frame));
      EXPECT_TRUE(cut.found);
      EXPECT_EQ(cut.packet.source_port, whole.packet.source_port);
      EXPECT_EQ(cut.packet.ip_octets, whole.packet.ip_octets);
      EXPECT_EQ(cut.packet.payload_wire_octets, whole.packet.payload_wire_octets);
      EXPECT_EQ(cut.payload, whole.payload.substr(0, size - least));
    }
  }
}

RC_GTEST_PROP(DecodeProperty, any_octets_stay_inside, (const Octets& octets)) {
  for (const LinkType link : std::initializer_list<LinkType>{0, 1, 9, 50, 51, 101, 104, 105, 107,
                                                             108, 113, 127, 228, 229, 276}) {
    decode_exactly(octets, link, length(octets));
  }
}

RC_GTEST_PROP(DecodeProperty, any_changed_octets_stay_inside, ()) {
  Sample sample = *rc::gen::elementOf(samples());
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, sample.frame.size());
    sample.frame[at] = *rc::gen::arbitrary<std::uint8_t>();
  }
  decode_exactly(sample.frame, sample.link, length(sample.frame));
}

// The straight line for plain packets against the layers, which link type "raw IP" goes through.
RC_GTEST_PROP(DecodeProperty, the_straight_line_agrees_with_the_layers,
              (bool is_tcp, bool is_v6, bool is_tagged)) {
  const Octets inner =
      is_tcp ? tcp(4000, 3333, text("0123456789"), 8) : udp(4000, 4788, text("0123456789"));
  Octets packet = is_v6 ? ipv6(is_tcp ? 6 : 17, inner) : ipv4(is_tcp ? 6 : 17, inner);
  const std::size_t headers = packet.size() - inner.size() + (is_tcp ? 20 : 8);
  const int changes = *rc::gen::inRange(0, 3);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, headers);
    packet[at] = *rc::gen::arbitrary<std::uint8_t>();
  }
  packet = packet + zeros(*rc::gen::inRange<std::size_t>(0, 20));
  const auto kept = *rc::gen::inRange<std::size_t>(0, packet.size() + 1);
  const std::uint32_t sent = length(packet);
  packet.resize(kept);
  const unsigned type = is_v6 ? type_ipv6 : type_ipv4, tag = is_tagged ? 0xa007 : 0;
  const Octets frame =
      is_tagged ? ethernet(type_vlan, vlan(tag, type, packet)) : ethernet(type, packet);
  const Decoded straight =
      decode(raw(frame, link_ethernet, 0, length(frame) - length(packet) + sent));
  const Decoded layers = decode(raw(packet, link_raw, 0, sent));
  if (kept == 0 || packet[0] >> 4 != (is_v6 ? 6 : 4)) return;  // to raw IP, it is what it says
  RC_ASSERT(straight.truncated == layers.truncated);
  RC_ASSERT(straight.found == layers.found);
  RC_ASSERT(describe(straight) == describe(layers));
  RC_ASSERT(!straight.found || straight.packet.vlan == (tag & 0xfff));
  RC_ASSERT(straight.packet.tcp_flags == layers.packet.tcp_flags);
  RC_ASSERT(straight.packet.tcp_sequence == layers.packet.tcp_sequence);
  RC_ASSERT(straight.packet.tcp_acknowledgement == layers.packet.tcp_acknowledgement);
  RC_ASSERT(straight.packet.ip_octets == layers.packet.ip_octets);
  RC_ASSERT(straight.packet.payload_octets == layers.packet.payload_octets);
  RC_ASSERT(straight.packet.payload_wire_octets == layers.packet.payload_wire_octets);
}

}  // namespace
}  // namespace davy::capture::testing
