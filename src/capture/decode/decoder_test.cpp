#include "capture/decode/decoder.hpp"

#include <gtest/gtest.h>

#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {
namespace {

const std::string get_v4 = "tcp 10.0.0.1:4000 > 10.0.0.2:3333 GET";
const std::string get_v6 = "tcp 2001:db8::1:4000 > 2001:db8::2:3333 GET";
Octets get() { return tcp(4000, 3333, text("GET")); }

TEST(Decoder, reads_every_field_of_a_plain_tcp_packet) {
  const Octets segment = tcp(4000, 3333, text("GET"), 12, TcpFlags::psh | TcpFlags::ack);
  const Decoded d = decode(raw(ethernet(type_ipv4, ipv4(6, segment)), link_ethernet, 42));
  ASSERT_TRUE(d.found);
  EXPECT_EQ(describe(d), get_v4);
  EXPECT_EQ(d.packet.time, timestamp_ns(42));
  EXPECT_EQ(d.packet.transport, Transport::tcp);
  EXPECT_EQ(d.packet.tcp_flags, TcpFlags::psh | TcpFlags::ack);
  EXPECT_EQ(d.packet.tcp_sequence, 0x01020304u);
  EXPECT_EQ(d.packet.tcp_acknowledgement, 0x05060708u);
  EXPECT_EQ(d.packet.ip_octets, 20u + 32u + 3u);
  EXPECT_EQ(d.packet.payload_octets, 3u);
  EXPECT_EQ(d.packet.payload_wire_octets, 3u);
  EXPECT_EQ(d.packet.vlan, 0u);
  EXPECT_EQ(d.malformed.total() + d.other + d.truncated, 0u);
}

TEST(Decoder, reads_udp_and_its_own_length) {
  const Octets datagram = udp(4000, 53, text("name")) + text("behind the datagram");
  const Decoded d = decode(ethernet(type_ipv4, ipv4(17, datagram)));
  EXPECT_EQ(describe(d), "udp 10.0.0.1:4000 > 10.0.0.2:53 name");
  EXPECT_EQ(d.packet.tcp_flags, 0);
}

TEST(Decoder, ipv4_options_are_skipped) {
  EXPECT_EQ(describe(ethernet(type_ipv4, ipv4(6, get(), {.option_octets = 40}))), get_v4);
}

TEST(Decoder, ethernet_padding_is_no_payload) {
  const Octets bare_ack = ipv4(6, tcp(4000, 3333, {}));
  const Decoded v4 = decode(ethernet(type_ipv4, bare_ack + zeros(6)));
  EXPECT_TRUE(v4.found);
  EXPECT_EQ(v4.packet.payload_octets, 0u);
  EXPECT_EQ(v4.packet.payload_wire_octets, 0u);
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(6, get()) + zeros(9))), get_v6);
}

TEST(Decoder, a_length_of_zero_means_all_that_is_there) {
  EXPECT_EQ(describe(ethernet(type_ipv4, ipv4(6, get(), {.total_octets = 0}))), get_v4);
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(6, get(), 0))), get_v6);
  const Octets jumbo = be(4000, 2) + be(53, 2) + be(0, 2) + be(0, 2) + text("name");
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(17, jumbo))),
            "udp 2001:db8::1:4000 > 2001:db8::2:53 name");
}

TEST(Decoder, a_snapped_packet_tells_captured_from_sent) {
  const Octets whole = ethernet(type_ipv4, ipv4(6, tcp(4000, 3333, text("0123456789"))));
  const Octets snapped(whole.begin(), whole.end() - 6);
  const Decoded d = decode(raw(snapped, link_ethernet, 0, length(whole)));
  EXPECT_EQ(d.payload, "0123");
  EXPECT_EQ(d.packet.payload_wire_octets, 10u);
  EXPECT_EQ(d.packet.ip_octets, 50u);
  EXPECT_EQ(d.truncated, 1u);
  EXPECT_EQ(d.malformed.total(), 0u);
}

TEST(Decoder, a_cut_in_the_tcp_options_leaves_ports_and_sent_octets) {
  const Octets whole = ethernet(type_ipv4, ipv4(6, tcp(4000, 3333, text("0123456789"), 12)));
  const Octets snapped(whole.begin(), whole.begin() + 14 + 20 + 24);
  const Decoded d = decode(raw(snapped, link_ethernet, 0, length(whole)));
  EXPECT_EQ(describe(d), "tcp 10.0.0.1:4000 > 10.0.0.2:3333 ");
  EXPECT_EQ(d.packet.payload_wire_octets, 10u);
}

TEST(Decoder, an_original_length_below_the_captured_one_is_not_believed) {
  const Octets frame = ethernet(type_ipv4, ipv4(6, get()));
  EXPECT_EQ(describe(decode(raw(frame, link_ethernet, 0, 20))), get_v4);
}

TEST(Decoder, ipv6_extension_headers_are_skipped) {
  const auto extension = [](unsigned next, unsigned units, const Octets& rest) {
    return be(next, 1) + be(units, 1) + zeros(6 + 8 * units) + rest;
  };
  const Octets authenticated = be(6, 1) + be(4, 1) + zeros(22) + get();  // (4 + 2) * 4 octets
  const Octets chain =
      extension(60, 0, extension(43, 1, extension(135, 0, extension(51, 0, authenticated))));
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(0, chain))), get_v6);
}

TEST(Decoder, an_atomic_ipv6_fragment_is_a_whole_packet) {
  const Octets atomic = be(6, 1) + be(0, 1) + be(0, 2) + be(99, 4) + get();
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(44, atomic))), get_v6);
}

TEST(Decoder, what_is_neither_tcp_nor_udp_is_counted_as_other) {
  EXPECT_EQ(describe(ethernet(0x0806, zeros(28))), "other");                // ARP
  EXPECT_EQ(describe(ethernet(type_ipv4, ipv4(1, zeros(8)))), "other");     // ICMP
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(58, zeros(8)))), "other");    // ICMPv6
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(59, {}))), "other");          // no next header
  EXPECT_EQ(describe(ethernet(type_ipv4, ipv4(50, zeros(40)))), "other");   // ESP
  EXPECT_EQ(describe(ethernet(38, be(0x424203, 3) + zeros(35))), "other");  // spanning tree
}

struct MalformedFrame {
  const char* name;
  const char* reason;
  Octets frame;
  LinkType link = link_ethernet;
};
void PrintTo(const MalformedFrame& frame, std::ostream* out) { *out << frame.name; }

class MalformedFrames : public ::testing::TestWithParam<MalformedFrame> {};

TEST_P(MalformedFrames, is_counted_by_its_reason_once) {
  const Decoded d = decode(GetParam().frame, GetParam().link);
  EXPECT_FALSE(d.found);
  EXPECT_EQ(describe(d), std::string("malformed ") + GetParam().reason);
  EXPECT_EQ(d.malformed.total(), 1u);
  EXPECT_EQ(d.other, 0u);
}

Octets cut(Octets octets, std::size_t to) {
  octets.resize(to);
  return octets;
}
Octets with(Octets octets, std::size_t at, std::uint8_t value) {
  octets.at(at) = value;
  return octets;
}
Octets nested_in_ipv4(int times) {
  Octets inside = ipv4(6, get());
  for (int i = 0; i < times; ++i) inside = ipv4(4, inside);
  return inside;
}

INSTANTIATE_TEST_SUITE_P(
    all, MalformedFrames,
    ::testing::Values(
        MalformedFrame{"unknown_link_type", "link_type", zeros(60), 147},
        MalformedFrame{"ethernet_cut", "link_header", zeros(13)},
        MalformedFrame{"empty_frame", "link_header", {}},
        MalformedFrame{"vlan_tag_cut", "link_header", ethernet(type_vlan, zeros(3))},
        MalformedFrame{"label_cut", "link_header", ethernet(0x8847, zeros(3))},
        MalformedFrame{"labels_without_bottom", "link_header", ethernet(0x8847, zeros(400))},
        MalformedFrame{"pppoe_version", "link_header", ethernet(0x8864, zeros(60))},
        MalformedFrame{"gre_cut", "link_header", ethernet(type_ipv4, ipv4(47, zeros(3)))},
        MalformedFrame{"gre_version", "link_header",
                       ethernet(type_ipv4, ipv4(47, be(0x00070800, 4)))},
        MalformedFrame{"gre_options_cut", "link_header",
                       ethernet(type_ipv4, ipv4(47, be(0xf0000800, 4) + zeros(8)))},
        MalformedFrame{"gre_routes_without_end", "link_header",
                       ethernet(type_ipv4, ipv4(47, be(0x40000800, 4) + be(0, 4) + be(0x0001, 4)))},
        MalformedFrame{"erspan_3_cut", "link_header",
                       ethernet(type_ipv4, ipv4(47, be(0x100022eb, 4) + zeros(15)))},
        MalformedFrame{"radiotap_length", "link_header", be(0, 2) + le(300, 2) + zeros(40), 127},
        MalformedFrame{"wifi_cut", "link_header", be(0x0801, 2) + zeros(10), 105},
        MalformedFrame{"ipv4_cut", "ip_header", ethernet(type_ipv4, zeros(19))},
        MalformedFrame{"ipv4_version", "ip_header", ethernet(type_ipv4, ipv6(6, get()))},
        MalformedFrame{"ipv4_header_length", "ip_header",
                       ethernet(type_ipv4, with(ipv4(6, get()), 0, 0x44))},
        MalformedFrame{"ipv4_total_length", "ip_header",
                       ethernet(type_ipv4, ipv4(6, get(), {.total_octets = 19}))},
        MalformedFrame{"ipv6_cut", "ip_header", ethernet(type_ipv6, cut(ipv6(6, get()), 39))},
        MalformedFrame{"ipv6_version", "ip_header", ethernet(type_ipv6, zeros(60))},
        MalformedFrame{"ipv6_extension_length", "ip_header",
                       ethernet(type_ipv6, ipv6(60, be(6, 1) + be(255, 1) + zeros(30)))},
        MalformedFrame{"ipv6_extension_cut", "ip_header", ethernet(type_ipv6, ipv6(60, be(6, 1)))},
        MalformedFrame{"ipv6_fragment_cut", "ip_header", ethernet(type_ipv6, ipv6(44, zeros(7)))},
        MalformedFrame{"raw_version", "ip_header", zeros(40), link_raw},
        MalformedFrame{"tcp_cut", "transport_header", ethernet(type_ipv4, ipv4(6, zeros(19)))},
        MalformedFrame{"tcp_header_length_small", "transport_header",
                       ethernet(type_ipv4, ipv4(6, with(get(), 12, 0x40)))},
        MalformedFrame{"tcp_header_length_large", "transport_header",
                       ethernet(type_ipv4, ipv4(6, with(get(), 12, 0xf0)))},
        MalformedFrame{"udp_cut", "transport_header", ethernet(type_ipv4, ipv4(17, zeros(7)))},
        MalformedFrame{"udp_length_small", "transport_header",
                       ethernet(type_ipv4, ipv4(17, with(udp(1, 2, text("x")), 5, 7)))},
        MalformedFrame{"udp_length_large", "transport_header",
                       ethernet(type_ipv4, ipv4(17, with(udp(1, 2, text("x")), 5, 10)))},
        MalformedFrame{"nesting", "nesting", ethernet(type_ipv4, nested_in_ipv4(9))}),
    [](const auto& test) { return test.param.name; });

TEST(Decoder, nesting_up_to_the_bound_is_decoded) {
  EXPECT_EQ(describe(ethernet(type_ipv4, nested_in_ipv4(8))), get_v4);
}

TEST(Decoder, a_fragment_whose_datagram_never_completes_is_counted) {
  const Octets first = ipv4(17, zeros(16), {.fragment = 0x2000});
  EXPECT_EQ(describe(ethernet(type_ipv4, first)), "malformed ip_fragment");
}

}  // namespace
}  // namespace davy::capture::testing
