// For tests of flow exports: a sink that keeps what it is given, messages built by hand, recorded ones.
//
// Recorded messages are those of softflowd 1.1.0 and pmacct 1.7.7 for traffic of our lab; they lie in fuzz/corpus, each
// behind two octets of length.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "capture/decode/frame_builder_test.hpp"
#include "flow/export/collector.hpp"

namespace davy::flow::testing {

using capture::testing::be;
using capture::testing::Octets;
using capture::testing::operator+;
using capture::testing::zeros;

struct KeepingSink : ExportSink {
  std::vector<ExportedFlow> flows;
  void flow(const ExportedFlow& flow) override { flows.push_back(flow); }
  void names(const ExportedNames&) override { FAIL() << "exporters know no names"; }
  void lookup(const AddressLookup&) override { FAIL() << "exporters know no lookups"; }
};

inline constexpr std::int64_t second_ns = 1'000'000'000;
// 2026-03-02T08:00:00Z, when the lab's captures begin.
inline constexpr std::uint32_t lab_s = 1'772'438'400;
inline Timestamp at_s(std::int64_t unix_s) { return timestamp_ns(unix_s * second_ns); }
inline IpAddress some_exporter() { return *parse_ip_address("192.0.2.1"); }

// A collector with its sink.
struct Listening {
  KeepingSink sink;
  Collector collector{sink};

  void hear(const Octets& message, std::int64_t received_s = lab_s + 600) {
    collector.message(message, some_exporter(), at_s(received_s));
  }
  std::uint64_t malformed(Malformed reason) const { return collector.malformed()[reason]; }
  const std::vector<ExportedFlow>& flows() const { return sink.flows; }
};

inline std::string describe(const ExportedFlow& f) {
  return fmt::format(
      "{} {} {}:{} > {}:{} {}+{} packets {}+{} octets flags {:02x}+{:02x}{}{} 1/{} {} {}",
      f.key.transport == capture::Transport::tcp ? "tcp" : "udp", f.key.vlan,
      to_string(f.key.source_address), f.key.source_port, to_string(f.key.destination_address),
      f.key.destination_port, f.packets[0], f.packets[1], f.octets[0], f.octets[1], f.tcp_flags[0],
      f.tcp_flags[1], f.both_directions ? " both" : "", f.client_known ? " client" : "",
      f.sampled_one_in, to_rfc3339(f.first_seen), to_rfc3339(f.last_seen));
}
inline std::vector<std::string> describe(const std::vector<ExportedFlow>& flows) {
  std::vector<std::string> out;
  for (const ExportedFlow& flow : flows) out.push_back(describe(flow));
  return out;
}

// Every record is accounted for, and what went to the sink makes sense.
inline void expect_accounts(const Listening& heard) {
  std::uint64_t flows = 0, left_over = 0;
  for (std::size_t i = 0; i < export_kinds; ++i) {
    const ExportCounts c = heard.collector.counts(static_cast<ExportKind>(i));
    flows += c.flows;
    left_over += c.records - c.flows - c.not_transport - c.incomplete;
  }
  EXPECT_EQ(flows, heard.flows().size());
  EXPECT_EQ(left_over, heard.malformed(Malformed::export_time));
  for (const ExportedFlow& flow : heard.flows()) EXPECT_LE(flow.first_seen, flow.last_seen);
}

inline Octets corpus_file(const std::string& name) {
  std::ifstream file(std::string(DAVY_SOURCE_DIR) + "/fuzz/corpus/" + name, std::ios::binary);
  const std::string held{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(held.empty()) << name;
  return {held.begin(), held.end()};
}
inline std::vector<Octets> recorded(const std::string& name) {
  const Octets file = corpus_file(name);
  std::vector<Octets> out;
  ByteReader reader(file);
  while (reader.remaining() >= 2) {
    const Bytes message = reader.bytes(reader.be16());
    out.emplace_back(message.begin(), message.end());
  }
  EXPECT_FALSE(reader.failed()) << name;
  return out;
}

// One record of NetFlow v5: 10.0.0.1:40000 > 192.0.2.9:3333, 7 packets of 700 octets.
struct V5Record {
  unsigned protocol = 6;
  std::uint32_t first_ms = 40'000, last_ms = 100'000;
  std::uint32_t packets = 7, octets = 700;
  unsigned source_port = 40'000, destination_port = 3333;
};
inline Octets v5_record(V5Record r = {}) {
  return be(0x0a000001, 4) + be(0xc0000209, 4) + zeros(8) + be(r.packets, 4) + be(r.octets, 4) +
         be(r.first_ms, 4) + be(r.last_ms, 4) + be(r.source_port, 2) + be(r.destination_port, 2) +
         be(0x001b, 2) + be(r.protocol, 1) + zeros(9);
}
inline Octets v5_message(unsigned count, const Octets& records, std::uint32_t sequence = 0,
                         unsigned sampling = 0, std::uint32_t uptime_ms = 100'000) {
  return be(5, 2) + be(count, 2) + be(uptime_ms, 4) + be(lab_s + 500, 4) + be(0, 4) +
         be(sequence, 4) + be(0, 2) + be(sampling, 2) + records;
}

// Sets of NetFlow v9 and IPFIX.
inline Octets set(unsigned id, const Octets& content) {
  return be(id, 2) + be(content.size() + 4, 2) + content;
}
inline Octets v9_message(const Octets& sets, std::uint32_t sequence = 0,
                         std::uint32_t uptime_ms = 100'000, std::uint32_t source_id = 7) {
  return be(9, 2) + be(1, 2) + be(uptime_ms, 4) + be(lab_s + 500, 4) + be(sequence, 4) +
         be(source_id, 4) + sets;
}
inline Octets ipfix_message(const Octets& sets, std::uint32_t sequence = 0,
                            std::uint32_t domain = 7) {
  return be(10, 2) + be(sets.size() + 16, 2) + be(lab_s + 500, 4) + be(sequence, 4) +
         be(domain, 4) + sets;
}

struct TestField {
  unsigned number = 0, octets = 0;
  std::uint32_t enterprise = 0;
};
inline Octets specifiers(const std::vector<TestField>& fields) {
  Octets out;
  for (const TestField& f : fields) {
    out = out + be(f.enterprise != 0 ? f.number | 0x8000 : f.number, 2) + be(f.octets, 2);
    if (f.enterprise != 0) out = out + be(f.enterprise, 4);
  }
  return out;
}
inline Octets template_record(unsigned id, const std::vector<TestField>& fields) {
  return be(id, 2) + be(fields.size(), 2) + specifiers(fields);
}

// The fields of plain_record(), in order; others may follow.
inline std::vector<TestField> plain_fields(std::vector<TestField> more = {}) {
  std::vector<TestField> fields{{8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {2, 4}, {1, 4}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}
inline Octets plain_record(unsigned protocol = 6) {
  return be(0x0a000001, 4) + be(0xc0000209, 4) + be(40'000, 2) + be(3333, 2) + be(protocol, 1) +
         be(7, 4) + be(700, 4);
}
// What plain_record() gives without times, exported at lab_s + 500.
inline const std::string plain_flow =
    "tcp 0 10.0.0.1:40000 > 192.0.2.9:3333 7+0 packets 700+0 octets flags 00+00 1/1 "
    "2026-03-02T08:08:20.000000Z 2026-03-02T08:08:20.000000Z";

}  // namespace davy::flow::testing
