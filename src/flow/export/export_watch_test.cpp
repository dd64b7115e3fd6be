#include "flow/export/export_watch.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;

Octets ipfix() {
  return ipfix_message(set(2, template_record(256, plain_fields())) + set(256, plain_record()), 0);
}
Octets v9() {
  return v9_message(set(0, template_record(256, plain_fields())) + set(256, plain_record()), 0);
}
Octets sflow(std::uint32_t samples) {
  return be(5, 4) + be(1, 4) + be(0x0a000001, 4) + be(0, 4) + be(7, 4) + be(1000, 4) +
         be(samples, 4) + be(2, 4) + be(4, 4) + be(0, 4);
}

TEST(ExportWatch, AMessageIsOneToItsLastOctet) {
  EXPECT_EQ(whole_export_message(v5_message(1, v5_record())), ExportKind::netflow_v5);
  EXPECT_EQ(whole_export_message(v9()), ExportKind::netflow_v9);
  EXPECT_EQ(whole_export_message(ipfix()), ExportKind::ipfix);
  EXPECT_EQ(whole_export_message(sflow(1)), ExportKind::sflow);
  for (const Octets& whole : {v5_message(1, v5_record()), v9(), ipfix(), sflow(1)}) {
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      const auto kind = whole_export_message(Bytes{whole}.first(cut));
      // Version 9 does not say how long it is: whole sets of it are a message.
      EXPECT_TRUE(!kind || *kind == ExportKind::netflow_v9) << cut;
    }
    EXPECT_FALSE(whole_export_message(whole + be(0, 1)));
  }
  EXPECT_FALSE(whole_export_message(sflow(0)));
  EXPECT_FALSE(whole_export_message(sflow(2)));
  EXPECT_FALSE(whole_export_message(sflow(0xffff'ffff)));
}

capture::Packet packet(const Octets& octets, std::uint16_t port) {
  capture::Packet p;
  p.transport = capture::Transport::udp;
  p.destination_port = port;
  p.payload_data = octets.data();
  p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(octets.size());
  return p;
}

TEST(ExportWatch, CountsByWhereTheyGoAndHandsOn) {
  std::size_t taken = 0;
  ExportWatch watch([&](Bytes message, const IpAddress&, Timestamp) { taken += message.size(); });
  const Octets one = ipfix(), other = sflow(1);
  for (int i = 0; i < 3; ++i) watch.packet(packet(other, 6343));
  watch.packet(packet(one, 4739));
  capture::Packet over_tcp = packet(one, 4739);
  over_tcp.transport = capture::Transport::tcp;
  watch.packet(over_tcp);
  capture::Packet cut = packet(one, 4739);
  ++cut.payload_wire_octets;
  watch.packet(cut);
  ASSERT_EQ(watch.seen().size(), 2u);
  EXPECT_EQ(watch.seen()[0].kind, ExportKind::sflow);
  EXPECT_EQ(watch.seen()[0].messages, 3u);
  EXPECT_EQ(watch.messages(), 4u);
  EXPECT_EQ(taken, one.size() + 3 * other.size());
}

TEST(ExportWatch, DestinationsAreBounded) {
  ExportWatch watch;
  const Octets one = ipfix();
  for (std::uint16_t port = 1; port <= 1000; ++port) watch.packet(packet(one, port));
  EXPECT_EQ(watch.seen().size(), limits::exports_inside_max);
  EXPECT_EQ(watch.messages(), 1000u);
}

}  // namespace
}  // namespace davy::flow
