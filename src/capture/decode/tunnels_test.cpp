#include <gtest/gtest.h>

#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {
namespace {

const std::string get_v4 = "tcp 10.0.0.1:4000 > 10.0.0.2:3333 GET";
const std::string get_v6 = "tcp 2001:db8::1:4000 > 2001:db8::2:3333 GET";
Octets v4() { return ipv4(6, tcp(4000, 3333, text("GET"))); }
Octets v6() { return ipv6(6, tcp(4000, 3333, text("GET"))); }

// The outer packet runs from 192.0.2.1 to 192.0.2.2, so that it cannot be taken for the inner one.
Octets outer(unsigned protocol, const Octets& payload) {
  return ethernet(type_ipv4,
                  ipv4(protocol, payload, {.source = 0xc0000201, .destination = 0xc0000202}));
}
std::string in_gre(const Octets& payload) { return describe(outer(47, payload)); }
std::string in_udp(unsigned port, const Octets& payload) {
  return describe(outer(17, udp(50000, port, payload)));
}
// What is reported where a UDP port turns out to carry no tunnel.
std::string outer_udp(unsigned port, const Octets& payload) {
  return "udp 192.0.2.1:50000 > 192.0.2.2:" + std::to_string(port) + " " +
         std::string(as_text(payload));
}

TEST(IpTunnels, each_version_in_each) {
  EXPECT_EQ(describe(outer(4, v4())), get_v4);
  EXPECT_EQ(describe(outer(41, v6())), get_v6);
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(41, v6()))), get_v6);
  EXPECT_EQ(describe(ethernet(type_ipv6, ipv6(4, v4()))), get_v4);
}

TEST(IpTunnels, authentication_header_labels_and_ethernet_in_ip) {
  EXPECT_EQ(describe(outer(51, be(4, 1) + be(4, 1) + zeros(22) + v4())), get_v4);
  EXPECT_EQ(describe(outer(137, mpls(16, true, v4()))), get_v4);
  EXPECT_EQ(describe(outer(97, be(0x3000, 2) + ethernet(type_ipv6, v6()))), get_v6);
}

TEST(IpTunnels, inner_octets_count_the_inner_packet) {
  const Decoded d = decode(outer(4, v4()));
  EXPECT_EQ(d.packet.ip_octets, 43u);
}

TEST(Gre, every_flag_moves_the_payload) {
  for (unsigned flags = 0; flags < 16; ++flags) {
    const bool checksum = (flags & 8) != 0, routing = (flags & 4) != 0;
    const bool key = (flags & 2) != 0, sequence = (flags & 1) != 0;
    Octets header = be(flags << 12, 2) + be(type_ipv4, 2);
    if (checksum || routing) header = header + zeros(4);
    if (key) header = header + be(77, 4);
    if (sequence) header = header + be(1, 4);
    if (routing) header = header + be(0x08000004, 4) + be(0xc0000203, 4) + zeros(4);
    EXPECT_EQ(in_gre(header + v4()), get_v4) << flags;
  }
}

TEST(Gre, carries_ipv6_ethernet_labels_and_keepalives) {
  EXPECT_EQ(in_gre(be(0x000086dd, 4) + v6()), get_v6);
  EXPECT_EQ(in_gre(be(0x20006558, 4) + be(0x00100100, 4) + ethernet(type_ipv4, v4())), get_v4);
  EXPECT_EQ(in_gre(be(0x00008847, 4) + mpls(16, true, v4())), get_v4);
  EXPECT_EQ(in_gre(be(0, 4)), "other");
}

TEST(Gre, pptp) {
  const Octets ppp = be(0xff030021, 4) + v4();
  EXPECT_EQ(in_gre(be(0x3001880b, 4) + be(ppp.size(), 2) + be(5, 2) + be(1, 4) + ppp), get_v4);
  EXPECT_EQ(in_gre(be(0x3081880b, 4) + be(ppp.size(), 2) + be(5, 2) + be(1, 4) + be(1, 4) + ppp),
            get_v4);
  EXPECT_EQ(in_gre(be(0x2081880b, 4) + be(0, 2) + be(5, 2) + be(1, 4)), "other");
}

TEST(Gre, erspan_of_all_three_kinds) {
  const Octets frame = ethernet(type_vlan, vlan(5, type_ipv4, v4()));
  EXPECT_EQ(in_gre(be(0x000088be, 4) + frame), get_v4);
  EXPECT_EQ(in_gre(be(0x100088be, 4) + be(1, 4) + be(0x10, 1) + zeros(7) + frame), get_v4);
  EXPECT_EQ(in_gre(be(0x100022eb, 4) + be(1, 4) + be(0x20, 1) + zeros(11) + frame), get_v4);
  EXPECT_EQ(
      in_gre(be(0x100022eb, 4) + be(1, 4) + be(0x20, 1) + zeros(10) + be(1, 1) + zeros(8) + frame),
      get_v4);
}

TEST(UdpTunnels, vxlan) {
  const Octets frame = ethernet(type_ipv6, v6());
  const Octets header = be(0x08000000, 4) + be(0x00000500, 4);
  EXPECT_EQ(in_udp(4789, header + frame), get_v6);
  EXPECT_EQ(in_udp(8472, header + frame), get_v6);
  EXPECT_EQ(in_udp(4789, header + ethernet(0x0806, zeros(28))), "other");
}

TEST(UdpTunnels, vxlan_gpe) {
  const auto header = [](unsigned next) {
    return be(0x0c, 1) + zeros(2) + be(next, 1) + be(0x500, 4);
  };
  EXPECT_EQ(in_udp(4790, header(1) + v4()), get_v4);
  EXPECT_EQ(in_udp(4790, header(2) + v6()), get_v6);
  EXPECT_EQ(in_udp(4790, header(3) + ethernet(type_ipv4, v4())), get_v4);
  EXPECT_EQ(in_udp(4790, header(5) + mpls(16, true, v4())), get_v4);
  EXPECT_EQ(in_udp(4790, be(0x08000000, 4) + zeros(4) + ethernet(type_ipv4, v4())), get_v4);
}

TEST(UdpTunnels, geneve_with_options) {
  EXPECT_EQ(in_udp(6081, be(0x02006558, 4) + zeros(4 + 8) + ethernet(type_ipv4, v4())), get_v4);
  EXPECT_EQ(in_udp(6081, be(0x000086dd, 4) + zeros(4) + v6()), get_v6);
}

TEST(UdpTunnels, gtp_user_packets_with_extension_headers) {
  const auto message = [](unsigned flags, const Octets& body) {
    return be(0x30 | flags, 1) + be(0xff, 1) + be(body.size(), 2) + be(1, 4) + body;
  };
  EXPECT_EQ(in_udp(2152, message(0, v4())), get_v4);
  EXPECT_EQ(in_udp(2152, message(2, be(7, 2) + zeros(2) + v6())), get_v6);
  const Octets session =
      be(0x01, 1) + be(0x1001, 2) + be(0x85, 1) + be(0x02, 1) + zeros(6) + be(0, 1);
  EXPECT_EQ(in_udp(2152, message(4, zeros(3) + be(0x85, 1) + session + v4())), get_v4);
}

TEST(UdpTunnels, l2tp_data_messages) {
  const Octets ppp = be(0xff030021, 4) + v4();
  EXPECT_EQ(in_udp(1701, be(0x0002, 2) + be(7, 2) + be(9, 2) + ppp), get_v4);
  EXPECT_EQ(in_udp(1701, be(0x4002, 2) + be(8 + ppp.size(), 2) + be(7, 2) + be(9, 2) + ppp),
            get_v4);
  EXPECT_EQ(in_udp(1701, be(0x0a02, 2) + be(7, 2) + be(9, 2) + zeros(4) + be(3, 2) + zeros(3) +
                             be(0x0057, 2) + v6()),
            get_v6);
  const Octets control = be(0xc802, 2) + be(12, 2) + zeros(8);
  EXPECT_EQ(in_udp(1701, control), outer_udp(1701, control));
}

TEST(UdpTunnels, teredo_with_and_without_what_stands_in_front) {
  EXPECT_EQ(in_udp(3544, v6()), get_v6);
  EXPECT_EQ(in_udp(3544, be(0, 2) + zeros(6) + v6()), get_v6);
  EXPECT_EQ(in_udp(3544, be(1, 2) + be(0x0002, 2) + zeros(2 + 9) + be(0, 2) + zeros(6) + v6()),
            get_v6);
  EXPECT_EQ(in_udp(3544, v4()), outer_udp(3544, v4()));
}

TEST(UdpTunnels, capwap_data_of_the_wire_and_of_the_air) {
  const Octets frame = ethernet(type_ipv4, v4());
  EXPECT_EQ(in_udp(5247, be(0x00100200, 4) + zeros(4) + frame), get_v4);
  const Octets air = be(0x0801, 2) + zeros(22) + be(0xaaaa03000000, 6) + be(type_ipv6, 2) + v6();
  EXPECT_EQ(in_udp(5247, be(0x00180310, 4) + zeros(8) + air), get_v6);
  const Octets hidden = be(0x01000000, 4) + frame;  // DTLS
  EXPECT_EQ(in_udp(5247, hidden), outer_udp(5247, hidden));
}

TEST(UdpTunnels, a_client_may_have_the_port_of_a_tunnel) {
  const Octets query = be(0x1702, 2) + be(0x0100, 2) + be(1, 2) + zeros(6) + text("pool");
  EXPECT_EQ(in_udp(1701, query), outer_udp(1701, query));
  const Octets discovery = be(0x00020001, 4) + be(0xff03c021, 4) + text("LCP");
  EXPECT_EQ(in_udp(1701, discovery), outer_udp(1701, discovery));
}

TEST(UdpTunnels, tzsp_and_mpls) {
  const Octets frame = ethernet(type_ipv4, v4());
  EXPECT_EQ(in_udp(37008, be(0x01000001, 4) + be(1, 1) + frame), get_v4);
  EXPECT_EQ(in_udp(37008, be(0x01000001, 4) + be(0x000a0105, 4) + be(1, 1) + frame), get_v4);
  EXPECT_EQ(in_udp(6635, mpls(16, true, v6())), get_v6);
}

TEST(UdpTunnels, what_makes_no_sense_inside_stays_the_outer_packet) {
  const Octets gtp_echo = be(0x3201, 2) + be(4, 2) + zeros(8);
  EXPECT_EQ(in_udp(2152, gtp_echo), outer_udp(2152, gtp_echo));
  const Octets endless = be(0x34ff, 2) + be(20, 2) + zeros(7) + be(0x85, 1) + zeros(16);
  EXPECT_EQ(in_udp(2152, endless), outer_udp(2152, endless));
  for (const unsigned port :
       {1701u, 2152u, 3544u, 4789u, 4790u, 5247u, 6081u, 6635u, 8472u, 37008u}) {
    EXPECT_EQ(in_udp(port, text("hello")), outer_udp(port, text("hello")));
    EXPECT_EQ(in_udp(port, {}), outer_udp(port, {}));
    const Octets noise =
        be(0x0c000003, 4) + text("this is a game and not a tunnel at all, so there");
    EXPECT_EQ(in_udp(port, noise), outer_udp(port, noise));
  }
}

TEST(UdpTunnels, a_malformed_inner_transport_leaves_the_outer_packet_as_it_was) {
  const Octets inside = be(0x08000000, 4) + be(0x500, 4) + ethernet(type_ipv4, ipv4(6, zeros(20)));
  const Decoded d = decode(outer(17, udp(50000, 4789, inside)));
  EXPECT_EQ(describe(d), outer_udp(4789, inside));
  EXPECT_EQ(d.packet.ip_octets, 20u + 8u + inside.size());
  EXPECT_EQ(d.packet.payload_wire_octets, inside.size());
  EXPECT_EQ(d.malformed.total(), 0u);
}

TEST(UdpTunnels, nesting_is_bounded) {
  Octets inside = v4();
  for (int i = 0; i < 9; ++i) {
    inside = ipv4(17, udp(1, 6081, be(0x00000800, 4) + zeros(4) + inside));
  }
  EXPECT_EQ(describe(ethernet(type_ipv4, inside)), "malformed nesting");
}

}  // namespace
}  // namespace davy::capture::testing
