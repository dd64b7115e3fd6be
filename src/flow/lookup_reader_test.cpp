#include "flow/lookup_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "base/limits.hpp"
#include "flow/dissect/names/names_test_support.hpp"
#include "flow/flow_table_test_support.hpp"

namespace davy::flow {
namespace {

using test::be;
using test::dns_name;
using test::dns_record;
using test::DnsForm;
using test::sized;

constexpr std::uint32_t first_sequence = 0xffff'ff00;  // so that it wraps

struct Pools final : NameJudge {
  bool wants(std::string_view host) const override { return host.starts_with("pool"); }
  bool wants(const IpAddress&) const override { return false; }
};

std::string answer(std::string_view name, std::uint32_t given) {
  return DnsForm{.question = dns_name(name),
                 .answers = {dns_record("\xc0\x0c", 1, 60, be(given, 4))}}
      .octets();
}
std::string framed(const std::string& message) { return sized(message, 2); }

struct Segment {
  std::uint32_t at = 0;  // behind the SYN
  std::string octets = {};
  std::uint8_t flags = ack;
};

class LookupReaderTest : public testing::Test {
 protected:
  Packet packet(const std::string& octets, Transport transport, std::uint16_t port = 53) {
    Packet p;
    p.time = now;
    p.source = address(1);
    p.destination = address(9);
    p.source_port = port;
    p.destination_port = client_port;
    p.transport = transport;
    p.tcp_flags = ack;
    p.payload_octets = p.payload_wire_octets = static_cast<std::uint32_t>(octets.size());
    p.payload_data = as_bytes(octets).data();
    return p;
  }
  void udp(const std::string& octets, std::uint16_t port = 53) {
    reader.packet(packet(octets, Transport::udp, port), out);
  }
  void tcp(const Segment& s) {
    Packet p = packet(s.octets, Transport::tcp);
    p.tcp_flags = s.flags;
    p.tcp_sequence = first_sequence + ((s.flags & syn) != 0 ? 0 : 1) + s.at;
    reader.packet(p, out);
    now += std::chrono::milliseconds{1};
  }
  void open() { tcp({.flags = syn | ack}); }
  // The addresses in the order in which they were told, by their last octet.
  std::vector<int> told() const {
    std::vector<int> last;
    for (const AddressLookup& one : out) last.push_back(one.address.octets[15]);
    return last;
  }

  Pools pools;
  LookupReader reader{&pools, 1000};
  std::vector<AddressLookup> out;
  Timestamp now = timestamp_ns(1'770'000'000'000'000'000);
  std::uint16_t client_port = 40000;
};

using Told = std::vector<int>;

TEST_F(LookupReaderTest, TcpTellsWhatUdpTells) {
  udp(answer("pool.example", 0x0a000005));
  open();
  tcp({0, framed(answer("pool.example", 0x0a000005))});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[1].name, "pool.example");
  EXPECT_EQ(out[1].client, address(9));
  EXPECT_EQ(out[1].resolver, address(1));
  EXPECT_EQ(out[1].address, out[0].address);
  EXPECT_EQ(out[1].time_to_live_s, 60u);
  EXPECT_TRUE(out[1].has_address);
}

TEST_F(LookupReaderTest, SeveralMessagesInOneSegmentAndOneInSeveral) {
  const std::string one = framed(answer("pool1.example", 1)),
                    two = framed(answer("pool2.example", 2)),
                    other = framed(answer("else.example", 3));
  open();
  tcp({0, one + other + two.substr(0, 1)});  // even the length is split
  EXPECT_EQ(told(), Told{1});
  const auto at = static_cast<std::uint32_t>(one.size() + other.size());
  tcp({at + 1, two.substr(1, 10)});
  const Timestamp last = now;
  tcp({at + 11, two.substr(11) + one});
  EXPECT_EQ(told(), (Told{1, 2, 1}));
  EXPECT_EQ(out[1].time, last);
  EXPECT_EQ(reader.malformed().total(), 0u);
}

TEST_F(LookupReaderTest, OutOfOrderAndSentAgain) {
  const std::string all = framed(answer("pool1.example", 1)) + framed(answer("pool2.example", 2));
  open();
  tcp({20, all.substr(20)});
  EXPECT_EQ(told(), Told{});
  tcp({0, all.substr(0, 20)});
  tcp({0, all.substr(0, 30)});
  tcp({20, all.substr(20)});
  EXPECT_EQ(told(), (Told{1, 2}));
}

TEST_F(LookupReaderTest, AHoleEndsItAndANewConnectionBeginsAgain) {
  const std::string one = framed(answer("pool1.example", 1));
  open();
  tcp({0, one});
  tcp({5000, one});
  now += std::chrono::minutes{1};
  tcp({5000 + static_cast<std::uint32_t>(one.size()), one});  // nobody fills the hole any more
  tcp({9000, one});
  EXPECT_EQ(told(), Told{1});
  EXPECT_GT(reader.malformed()[Malformed::stream_gap], 0u);
  Packet again = packet("", Transport::tcp);
  again.tcp_flags = syn | ack;
  again.tcp_sequence = 77;
  reader.packet(again, out);
  again = packet(one, Transport::tcp);
  again.tcp_sequence = 78;
  reader.packet(again, out);
  EXPECT_EQ(told(), (Told{1, 1}));
}

TEST_F(LookupReaderTest, WhatIsNoDnsOnThisPortIsLeftAlone) {
  const std::string one = framed(answer("pool1.example", 1));
  open();
  tcp({0, framed("not a message of DNS at all, whatever its length says")});
  tcp({55, one});
  EXPECT_EQ(told(), Told{});
  // The beginning was not captured: a segment that begins a message is enough.
  client_port = 40001;
  tcp({700, one});
  EXPECT_EQ(told(), Told{1});
}

TEST_F(LookupReaderTest, AQueryAndAnEmptyMessageTellNothing) {
  open();
  tcp({0, framed(answer("pool1.example", 1)) + framed("") +
              framed(DnsForm{.flags = 0x0100, .question = dns_name("pool.example")}.octets()) +
              framed(answer("pool2.example", 2))});
  EXPECT_EQ(told(), (Told{1, 2}));
}

TEST_F(LookupReaderTest, MulticastDnsIsNotRead) {
  udp(answer("pool.example", 1), 5353);
  udp(answer("pool.example", 1), 5355);
  EXPECT_EQ(told(), Told{});
}

TEST_F(LookupReaderTest, AResetForgetsAndAnEndTooButNotBeforeItsLastOctets) {
  const std::string one = framed(answer("pool1.example", 1));
  open();
  tcp({0, one.substr(0, 9)});
  tcp({9, one.substr(9), fin | ack});
  EXPECT_EQ(told(), Told{1});
  open();
  tcp({0, one.substr(0, 9)});
  tcp({9, "", rst});
  tcp({9, one.substr(9)});
  EXPECT_EQ(told(), Told{1});
}

TEST_F(LookupReaderTest, ConnectionsAreBounded) {
  const std::string one = framed(answer("pool1.example", 1));
  const auto begin = [&](std::uint16_t port) {
    client_port = port;
    open();
    tcp({0, one.substr(0, 9)});
  };
  begin(1);
  for (std::uint16_t i = 0; i < limits::dns_connections_max; ++i)
    begin(static_cast<std::uint16_t>(1000 + i));
  client_port = 1;
  tcp({9, one.substr(9)});  // it gave way
  EXPECT_EQ(told(), Told{});
  client_port = 1001;
  tcp({9, one.substr(9)});
  EXPECT_EQ(told(), Told{1});
}

TEST_F(LookupReaderTest, HeldOctetsAreBounded) {
  open();
  const std::string piece(1400, 'x');
  for (std::uint32_t i = 1; i < 100; ++i) tcp({i * 2000, piece});
  EXPECT_GT(reader.malformed().total(), 0u);
}

RC_GTEST_PROP(LookupReaderProperty, ASplitAndAnOrderChangeNothing, ()) {
  std::string all;
  Told expected;
  const int messages = *rc::gen::inRange(1, 6);
  for (int i = 1; i <= messages; ++i) {
    const bool wanted = *rc::gen::arbitrary<bool>();
    all += framed(answer(wanted ? "pool.example" : "else.example", static_cast<std::uint32_t>(i)));
    if (wanted) expected.push_back(i);
  }
  std::vector<Segment> segments;
  for (std::size_t at = 0; at < all.size();) {
    const auto octets = static_cast<std::size_t>(*rc::gen::inRange(1, 80));
    segments.push_back({static_cast<std::uint32_t>(at), all.substr(at, octets)});
    at += octets;
  }
  std::vector<std::size_t> order(segments.size());
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t i = 1; i < order.size(); ++i)  // a few places at most
    if (*rc::gen::inRange(0, 3) == 0) std::swap(order[i], order[i - 1]);

  Pools pools;
  LookupReader reader{&pools, 1000};
  std::vector<AddressLookup> out;
  Packet p;
  p.source = address(1);
  p.destination = address(9);
  p.source_port = 53;
  p.destination_port = 40000;
  p.transport = Transport::tcp;
  p.tcp_flags = syn | ack;
  p.tcp_sequence = first_sequence;
  reader.packet(p, out);
  p.tcp_flags = ack;
  for (const std::size_t i : order) {
    p.tcp_sequence = first_sequence + 1 + segments[i].at;
    p.payload_octets = p.payload_wire_octets =
        static_cast<std::uint32_t>(segments[i].octets.size());
    p.payload_data = as_bytes(segments[i].octets).data();
    reader.packet(p, out);
  }
  Told told;
  for (const AddressLookup& one : out) told.push_back(one.address.octets[15]);
  RC_ASSERT(told == expected);
}

}  // namespace
}  // namespace davy::flow
