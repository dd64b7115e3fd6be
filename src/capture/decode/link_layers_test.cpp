#include <gtest/gtest.h>

#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {
namespace {

const std::string get_v4 = "tcp 10.0.0.1:4000 > 10.0.0.2:3333 GET";
const std::string get_v6 = "tcp 2001:db8::1:4000 > 2001:db8::2:3333 GET";
Octets v4() { return ipv4(6, tcp(4000, 3333, text("GET"))); }
Octets v6() { return ipv6(6, tcp(4000, 3333, text("GET"))); }
Octets snap(unsigned type, const Octets& rest) {
  return be(0xaaaa03000000, 6) + be(type, 2) + rest;
}

TEST(LinkLayers, ethernet_802_3_with_snap) {
  const Octets llc = snap(type_ipv4, v4());
  EXPECT_EQ(describe(ethernet(length(llc), llc)), get_v4);
}

TEST(LinkLayers, linux_cooked) {
  const Octets v1_header = be(0, 2) + be(1, 2) + be(6, 2) + zeros(8);
  EXPECT_EQ(describe(v1_header + be(type_ipv4, 2) + v4(), 113), get_v4);
  EXPECT_EQ(describe(v1_header + be(type_ipv6, 2) + v6(), 113), get_v6);
  EXPECT_EQ(describe(v1_header + be(4, 2) + snap(type_ipv4, v4()), 113), get_v4);
  EXPECT_EQ(describe(v1_header, 113), "malformed link_header");
  EXPECT_EQ(describe(be(type_ipv4, 2) + zeros(18) + v4(), 276), get_v4);
  EXPECT_EQ(describe(be(type_vlan, 2) + zeros(18) + vlan(5, type_ipv6, v6()), 276), get_v6);
  EXPECT_EQ(describe(be(type_ipv4, 2) + zeros(17), 276), "malformed link_header");
}

TEST(LinkLayers, raw_ip) {
  for (const LinkType link : std::initializer_list<LinkType>{12, 14, 101}) {
    EXPECT_EQ(describe(v4(), link), get_v4);
    EXPECT_EQ(describe(v6(), link), get_v6);
  }
  EXPECT_EQ(describe(v4(), 228), get_v4);
  EXPECT_EQ(describe(v6(), 229), get_v6);
  EXPECT_EQ(describe(v4(), 229), "malformed ip_header");
}

TEST(LinkLayers, bsd_loopback_in_both_byte_orders_and_with_every_systems_number) {
  EXPECT_EQ(describe(le(2, 4) + v4(), 0), get_v4);
  EXPECT_EQ(describe(be(2, 4) + v4(), 0), get_v4);
  EXPECT_EQ(describe(be(2, 4) + v4(), 108), get_v4);
  for (const unsigned family : {10u, 23u, 24u, 28u, 30u}) {
    EXPECT_EQ(describe(le(family, 4) + v6(), 0), get_v6);
    EXPECT_EQ(describe(be(family, 4) + v6(), 108), get_v6);
  }
  EXPECT_EQ(describe(le(7, 4) + v4(), 0), "other");
  EXPECT_EQ(describe(zeros(3), 0), "malformed link_header");
}

TEST(LinkLayers, ppp_with_and_without_framing_octets) {
  EXPECT_EQ(describe(be(0x0021, 2) + v4(), 9), get_v4);
  EXPECT_EQ(describe(be(0xff030021, 4) + v4(), 9), get_v4);
  EXPECT_EQ(describe(be(0xff03, 2) + be(0x21, 1) + v4(), 50), get_v4);
  EXPECT_EQ(describe(be(0xff030057, 4) + v6(), 50), get_v6);
  EXPECT_EQ(describe(be(0x0281, 2) + mpls(16, true, v4()), 9), get_v4);
  EXPECT_EQ(describe(be(0xc021, 2) + zeros(10), 9), "other");  // LCP
  EXPECT_EQ(describe(be(0xff, 1), 9), "malformed link_header");
}

TEST(LinkLayers, cisco_hdlc_and_frame_relay) {
  EXPECT_EQ(describe(be(0x0f000800, 4) + v4(), 104), get_v4);
  EXPECT_EQ(describe(be(0x0f0086dd, 4) + v6(), 50), get_v6);
  EXPECT_EQ(describe(be(0x0f000800, 4) + v4(), 9), get_v4);
  EXPECT_EQ(describe(be(0x1841, 2) + be(0x03cc, 2) + v4(), 107), get_v4);
  EXPECT_EQ(describe(be(0x1841, 2) + be(0x038e, 2) + v6(), 107), get_v6);
  EXPECT_EQ(describe(be(0x1841, 2) + be(0x0800, 2) + v4(), 107), get_v4);
}

TEST(LinkLayers, wifi_data_frames) {
  const Octets llc = snap(type_ipv4, v4());
  EXPECT_EQ(describe(be(0x0801, 2) + zeros(22) + llc, 105), get_v4);
  EXPECT_EQ(describe(be(0x0803, 2) + zeros(28) + llc, 105), get_v4);   // four addresses
  EXPECT_EQ(describe(be(0x8801, 2) + zeros(24) + llc, 105), get_v4);   // QoS
  EXPECT_EQ(describe(be(0x8881, 2) + zeros(28) + llc, 105), get_v4);   // QoS and HT control
  EXPECT_EQ(describe(be(0x0841, 2) + zeros(22) + llc, 105), "other");  // encrypted
  EXPECT_EQ(describe(be(0x8000, 2) + zeros(40), 105), "other");        // beacon
  const Octets radiotap = be(0, 2) + le(12, 2) + zeros(8);
  EXPECT_EQ(describe(radiotap + be(0x0801, 2) + zeros(22) + llc, 127), get_v4);
}

TEST(LinkLayers, linux_netfilter_log) {
  const Octets head = be(2, 1) + zeros(3);
  const auto value = [](unsigned type, const Octets& octets) {
    return le(static_cast<unsigned>(octets.size()) + 4, 2) + le(type, 2) + octets +
           zeros((4 - octets.size() % 4) % 4);
  };
  EXPECT_EQ(describe(head + value(1, zeros(4)) + value(10, zeros(5)) + value(9, v4()), 239),
            get_v4);
  EXPECT_EQ(describe(head + value(9, v6()), 239), get_v6);
  const Octets big = be(8, 2) + be(1, 2) + zeros(4) + be(length(v4()) + 4, 2) + be(9, 2) + v4();
  EXPECT_EQ(describe(head + big, 239), get_v4);
  EXPECT_EQ(describe(head + value(1, zeros(4)), 239), "other");
  EXPECT_EQ(describe(head + le(3, 2) + le(9, 2) + v4(), 239), "malformed link_header");
  EXPECT_EQ(describe(zeros(3), 239), "malformed link_header");
}

TEST(LinkLayers, headers_that_name_the_link_type_behind_them) {
  const Octets frame = ethernet(type_ipv4, v4());
  EXPECT_EQ(describe(le(108, 4) + le(1, 4) + le(1, 4) + zeros(96) + frame, 258), get_v4);  // PKTAP
  EXPECT_EQ(describe(le(108, 4) + le(1, 4) + le(12, 4) + zeros(96) + v6(), 258), get_v6);
  EXPECT_EQ(describe(be(0, 2) + le(8, 2) + le(1, 4) + frame, 192), get_v4);  // PPI
  EXPECT_EQ(describe(be(0, 2) + le(8, 2) + le(192, 4) + frame, 192), "malformed nesting");
  EXPECT_EQ(describe(le(9999, 4) + le(1, 4) + le(1, 4) + frame, 258), "malformed link_header");
  EXPECT_EQ(describe(zeros(11), 258), "malformed link_header");
}

TEST(EtherTypes, service_header) {
  EXPECT_EQ(describe(ethernet(0x894f, be(0x0fc20101, 4) + zeros(4) + v4())), get_v4);
  EXPECT_EQ(describe(ethernet(0x894f, be(0x0fc60103, 4) + zeros(20) + ethernet(type_ipv6, v6()))),
            get_v6);
  EXPECT_EQ(describe(ethernet(0x894f, be(0x0fc00101, 4) + zeros(4) + v4())),
            "malformed link_header");
}

TEST(EtherTypes, the_outermost_vlan_is_kept) {
  for (const unsigned type : {0x8100u, 0x88a8u, 0x9100u, 0x9200u}) {
    const Decoded d = decode(ethernet(type, vlan(0xe000 | 100, type_ipv4, v4())));
    EXPECT_EQ(describe(d), get_v4);
    EXPECT_EQ(d.packet.vlan, 100u);
  }
  const Decoded stacked =
      decode(ethernet(0x88a8, vlan(200, type_vlan, vlan(100, type_ipv6, v6()))));
  EXPECT_EQ(describe(stacked), get_v6);
  EXPECT_EQ(stacked.packet.vlan, 200u);
}

TEST(EtherTypes, a_priority_tag_is_no_vlan) {
  const Decoded d = decode(ethernet(type_vlan, vlan(0xe000, type_vlan, vlan(7, type_ipv4, v4()))));
  EXPECT_EQ(d.packet.vlan, 7u);
}

TEST(EtherTypes, labels_over_ip) {
  EXPECT_EQ(describe(ethernet(0x8847, mpls(16, false, mpls(17, true, v4())))), get_v4);
  EXPECT_EQ(describe(ethernet(0x8848, mpls(2, true, v6()))), get_v6);
}

TEST(EtherTypes, labels_over_a_pseudowire) {
  const Octets inner = ethernet(type_vlan, vlan(9, type_ipv4, v4()));
  EXPECT_EQ(describe(ethernet(0x8847, mpls(16, true, zeros(4) + inner))), get_v4);
  EXPECT_EQ(describe(ethernet(0x8847, mpls(16, true, inner))), get_v4);
  // An address that begins like an IPv4 packet is no IPv4 packet.
  Octets like_v4 = inner;
  like_v4[0] = 0x45;
  EXPECT_EQ(describe(ethernet(0x8847, mpls(16, true, like_v4))), get_v4);
  EXPECT_EQ(describe(ethernet(0x8847, mpls(16, true, zeros(80)))), "other");
}

TEST(EtherTypes, pppoe_session_without_the_padding) {
  const Octets ppp = be(0x0021, 2) + v4();
  const Octets session = be(0x11000001, 4) + be(ppp.size(), 2) + ppp;
  EXPECT_EQ(describe(ethernet(0x8864, session + zeros(10))), get_v4);
  EXPECT_EQ(describe(session, 51), get_v4);
  EXPECT_EQ(describe(ethernet(0x8863, zeros(46))), "other");  // discovery
}

TEST(EtherTypes, fabric_path) {
  EXPECT_EQ(describe(ethernet(0x8903, zeros(2) + ethernet(type_ipv4, v4()))), get_v4);
}

}  // namespace
}  // namespace davy::capture::testing
