#include "flow/export/sflow.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;
using capture::testing::ethernet;
using capture::testing::ipv4;
using capture::testing::ipv6;
using capture::testing::tcp;
using capture::testing::udp;
using ::testing::ElementsAre;

Octets tagged(std::uint32_t tag, const Octets& content) {
  return be(tag, 4) + be(content.size(), 4) + content;
}
Octets datagram(const std::vector<Octets>& samples, std::uint32_t sequence = 0,
                std::uint32_t uptime_ms = 5'000) {
  Octets out = be(5, 4) + be(1, 4) + be(0xc0000201, 4) + be(0, 4) + be(sequence, 4) +
               be(uptime_ms, 4) + be(samples.size(), 4);
  for (const Octets& sample : samples) out = out + sample;
  return out;
}
Octets flow_sample(const std::vector<Octets>& records, std::uint32_t one_in = 512) {
  Octets content = be(1, 4) + be(3, 4) + be(one_in, 4) + zeros(16) + be(records.size(), 4);
  for (const Octets& record : records) content = content + record;
  return tagged(1, content);
}
Octets expanded_sample(const std::vector<Octets>& records, std::uint32_t one_in = 512) {
  Octets content = be(1, 4) + zeros(8) + be(one_in, 4) + zeros(24) + be(records.size(), 4);
  for (const Octets& record : records) content = content + record;
  return tagged(3, content);
}
Octets raw_head(const Octets& frame, std::uint32_t protocol = 1, std::size_t keep = 128) {
  Octets head = frame;
  head.resize(std::min(head.size(), keep));
  const Octets padding = zeros((4 - head.size() % 4) % 4);
  return tagged(1, be(protocol, 4) + be(frame.size() + 4, 4) + be(4, 4) + be(head.size(), 4) +
                       head + padding);
}
Octets frame_of(std::size_t payload) {
  return ethernet(0x0800, ipv4(6, tcp(40'000, 3333, zeros(payload), 0, 0x18)));
}
const std::string sampled =
    "tcp 0 10.0.0.1:40000 > 10.0.0.2:3333 1+0 packets 1040+0 octets flags 18+00 1/512 "
    "2026-03-02T08:10:00.000000Z 2026-03-02T08:10:00.000000Z";

// pmacct's sfprobe at a rate of 1: the capture's first packets, a sample for each. frame_length has four octets of frame
// check sequence more than the capture; the IP header does not.
TEST(Sflow, reads_what_pmacct_sampled_of_a_stratum_conversation) {
  Listening heard;
  for (const Octets& message : recorded("sflow/pmacct_stratum")) heard.hear(message);
  ASSERT_GT(heard.flows().size(), 4u);
  const std::string ends = " 1/1 2026-03-02T08:10:00.000000Z 2026-03-02T08:10:00.000000Z";
  const auto flows = describe(heard.flows());
  EXPECT_EQ(flows[0],
            "tcp 0 10.25.9.223:34722 > 203.0.113.206:3333 1+0 packets 60+0 octets "
            "flags 02+00" +
                ends);
  EXPECT_EQ(flows[3],
            "tcp 0 10.25.9.223:34722 > 203.0.113.206:3333 1+0 packets 244+0 octets "
            "flags 18+00" +
                ends);
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
  EXPECT_EQ(heard.collector.counts(ExportKind::sflow).messages, 2u);
}

TEST(Sflow, reads_the_vlan_of_a_tagged_frame) {
  Listening heard;
  for (const Octets& message : recorded("sflow/pmacct_vlan")) heard.hear(message);
  ASSERT_FALSE(heard.flows().empty());
  for (const ExportedFlow& flow : heard.flows()) EXPECT_EQ(flow.key.vlan, 120);
}

TEST(Sflow, reads_both_forms_of_flow_samples_cut_as_they_are) {
  Listening heard;
  const Octets head = raw_head(frame_of(1'000));
  heard.hear(datagram({flow_sample({head}), expanded_sample({head})}));
  EXPECT_THAT(describe(heard.flows()), ElementsAre(sampled, sampled));
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
  EXPECT_EQ(heard.flows()[0].octets_of, OctetsOf::ip);
  EXPECT_FALSE(heard.flows()[0].both_directions);
}

TEST(Sflow, reads_heads_that_begin_with_ip) {
  Listening heard;
  heard.hear(datagram({flow_sample({raw_head(ipv4(17, udp(5'000, 53, zeros(10))), 11)}),
                       flow_sample({raw_head(ipv6(6, tcp(1, 2, zeros(5))), 12)})}));
  ASSERT_EQ(heard.flows().size(), 2u);
  EXPECT_EQ(heard.flows()[0].octets[0], 38u);
  EXPECT_EQ(to_string(heard.flows()[1].key.source_address), "2001:db8::1");
  EXPECT_EQ(heard.flows()[1].octets[0], 65u);
}

TEST(Sflow, reads_sampled_fields_where_no_head_is) {
  Listening heard;
  const Octets v4 = tagged(3, be(1'040, 4) + be(6, 4) + be(0x0a000001, 4) + be(0x0a000002, 4) +
                                  be(40'000, 4) + be(3333, 4) + be(0x18, 4) + be(0, 4));
  const Octets v6 =
      tagged(4, be(90, 4) + be(17, 4) + be(0x20010db8, 4) + zeros(11) + be(1, 1) +
                    be(0x20010db8, 4) + zeros(11) + be(2, 1) + be(7, 4) + be(8, 4) + zeros(8));
  heard.hear(datagram({flow_sample({v4}), flow_sample({tagged(1001, zeros(16)), v6}),
                       flow_sample({raw_head(frame_of(1'000)), v6})}));
  ASSERT_EQ(heard.flows().size(), 3u);
  EXPECT_EQ(describe(heard.flows()[0]), sampled);
  EXPECT_EQ(heard.flows()[1].key.transport, capture::Transport::udp);
  EXPECT_EQ(to_string(heard.flows()[1].key.destination_address), "2001:db8::2");
  EXPECT_EQ(describe(heard.flows()[2]), sampled);  // the head says more
}

TEST(Sflow, counts_what_is_no_flow_of_ours) {
  Listening heard;
  const Octets arp = ethernet(0x0806, zeros(46));
  const Octets later_fragment = ethernet(0x0800, ipv4(6, zeros(100), {.fragment = 100}));
  heard.hear(datagram({tagged(2, zeros(100)), tagged(4, zeros(8)), tagged(0x1234'5001, zeros(4)),
                       flow_sample({raw_head(arp)}), flow_sample({raw_head(later_fragment)}),
                       flow_sample({tagged(1001, zeros(16))})}));
  const ExportCounts counts = heard.collector.counts(ExportKind::sflow);
  EXPECT_EQ(counts.skipped_samples, 3u);
  EXPECT_EQ(counts.records, 3u);
  EXPECT_EQ(counts.not_transport, 2u);
  EXPECT_EQ(counts.incomplete, 1u);
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
}

TEST(Sflow, lengths_that_do_not_fit_are_counted) {
  struct Case {
    const char* what;
    Octets message;
    std::size_t flows;
  };
  const Octets good = flow_sample({raw_head(frame_of(1'000))});
  const Octets long_head = tagged(1, be(1, 4) + be(64, 4) + be(4, 4) + be(9'999, 4) + zeros(60));
  Octets more_samples = datagram({good});
  more_samples[27] = 2;
  Octets huge_count = datagram({good});
  for (std::size_t i = 24; i < 28; ++i) huge_count[i] = 0xff;
  for (const Case& c :
       {Case{"sample longer than the datagram", datagram({good, be(1, 4) + be(500, 4)}), 1},
        Case{"head longer than its record", datagram({flow_sample({long_head}), good}), 1},
        Case{"record longer than its sample",
             datagram({flow_sample({be(1, 4) + be(500, 4)}), good}), 1},
        Case{"fewer samples than announced", more_samples, 1},
        Case{"four billion samples announced", huge_count, 1},
        Case{"octets behind the last sample", datagram({good}) + zeros(4), 1},
        Case{"unknown kind of agent address", be(5, 4) + be(3, 4) + zeros(40), 0},
        Case{"cut header", be(5, 4) + be(1, 4) + zeros(10), 0}}) {
    Listening heard;
    heard.hear(c.message);
    EXPECT_EQ(heard.flows().size(), c.flows) << c.what;
    EXPECT_EQ(heard.malformed(Malformed::export_message), 1u) << c.what;
    expect_accounts(heard);
  }
}

TEST(Sflow, a_head_that_contradicts_itself_counts_as_in_a_capture) {
  Listening heard;
  heard.hear(datagram({flow_sample({raw_head(ethernet(0x0800, zeros(60)))})}));
  EXPECT_EQ(heard.malformed(Malformed::ip_header), 1u);
}

TEST(Sflow, missing_datagrams_are_counted_for_each_agent) {
  Listening heard;
  heard.hear(datagram({}, 1, 1'000));
  heard.hear(datagram({}, 4, 2'000));
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 2u);
  Octets other = datagram({}, 900, 1'000);
  other[11] = 77;
  heard.hear(other);
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 2u);
  EXPECT_EQ(heard.collector.exporters(), 2u);
  heard.hear(datagram({}, 1, 500));  // late rather than booted again: the uptime is close
  EXPECT_EQ(heard.collector.counts(ExportKind::sflow).restarts, 0u);
}

TEST(Sflow, every_cut_reads_what_is_whole) {
  const Octets message = recorded("sflow/pmacct_stratum").at(0);
  std::size_t most = 0;
  for (std::size_t octets = 0; octets < message.size(); ++octets) {
    Listening heard;
    heard.hear({message.begin(), message.begin() + static_cast<std::ptrdiff_t>(octets)});
    expect_accounts(heard);
    ASSERT_EQ(heard.malformed(Malformed::export_message), 1u) << octets;
    ASSERT_GE(heard.flows().size(), most);
    most = heard.flows().size();
  }
  EXPECT_GT(most, 3u);
}

RC_GTEST_PROP(Sflow, any_sample_is_accounted_for, (const Octets& noise)) {
  Listening heard;
  heard.hear(datagram({flow_sample({raw_head(noise), noise}), tagged(3, noise), noise}));
  expect_accounts(heard);
}

}  // namespace
}  // namespace davy::flow
