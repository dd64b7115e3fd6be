#include "flow/flow_names.hpp"

#include <gtest/gtest.h>

#include "flow/dissect/names/names_test_support.hpp"

namespace davy::flow {
namespace {

using test::HelloForm;
using test::hex;

struct Flow {
  FlowNames names;
  MalformedCounts malformed;
  std::array<std::uint32_t, 2> sequence{};

  void say(Direction direction, const std::string& octets) {
    capture::Packet packet;
    packet.transport = capture::Transport::tcp;
    packet.payload_data = as_bytes(octets).data();
    packet.payload_octets = packet.payload_wire_octets = static_cast<std::uint32_t>(octets.size());
    std::uint32_t& next = sequence[static_cast<std::size_t>(direction)];
    packet.tcp_sequence = next;
    next += packet.payload_wire_octets;
    names.packet(direction, packet, malformed);
  }
  void hello(const HelloForm& form) { say(Direction::forward, test::records(form.message())); }
};

TEST(FlowNames, KeepsTheCertificateShownToAClientThatNamedNobody) {
  Flow flow;
  flow.hello({});
  const std::string server = hex(test::proxy_server);
  flow.say(Direction::reverse, server.substr(0, 100));
  EXPECT_TRUE(flow.names.wants_more());
  flow.say(Direction::reverse, server.substr(100));
  EXPECT_FALSE(flow.names.wants_more());
  const auto record = flow.names.record();
  ASSERT_TRUE(record && record->certificate);
  EXPECT_EQ(record->certificate->common_name, "localhost");
  EXPECT_EQ(record->certificate->organization, "");
  EXPECT_TRUE(record->certificate->names_itself_issuer);
  EXPECT_EQ(record->certificate->valid_days, 3650);
  EXPECT_EQ(record->certificate->sha256, test::proxy_sha256);
}

TEST(FlowNames, WhoNamedAServerHasNoneRead) {
  Flow flow;
  HelloForm form;
  form.extensions = {test::server_name("www.example")};
  flow.hello(form);
  flow.say(Direction::reverse, hex(test::proxy_server));
  const auto record = flow.names.record();
  ASSERT_TRUE(record);
  EXPECT_FALSE(record->certificate);
}

TEST(FlowNames, ADamagedCertificateIsNone) {
  Flow flow;
  flow.hello({});
  std::string server = hex(test::proxy_server);
  for (std::size_t at = 0x60; at < 0x80; ++at) server[at] = '\xff';
  flow.say(Direction::reverse, server);
  const auto record = flow.names.record();
  ASSERT_TRUE(record);
  EXPECT_FALSE(record->certificate);
}

TEST(NamesRecord, ACertificateMayBeWantedWithoutAName) {
  struct WantsCertificates final : NameJudge {
    bool wants(std::string_view) const override { return false; }
    bool wants(const IpAddress&) const override { return false; }
    bool wants(const CertificateFacts& c) const override { return c.organization == "Chia"; }
  };
  NamesRecord names;
  EXPECT_FALSE(is_any_wanted(names, WantsCertificates()));
  names.certificate = CertificateFacts{};
  EXPECT_FALSE(is_any_wanted(names, WantsCertificates()));
  names.certificate->organization = "Chia";
  EXPECT_TRUE(is_any_wanted(names, WantsCertificates()));
}

}  // namespace
}  // namespace davy::flow
