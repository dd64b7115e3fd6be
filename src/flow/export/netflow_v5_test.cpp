#include "flow/export/netflow_v5.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;
using ::testing::ElementsAre;

// tshark of the capture: 98 packets of 11,407 octets up, 60 of 17,597 down, 08:00:01.983 to 08:08:02.787.
TEST(NetflowV5, reads_what_softflowd_says_of_a_stratum_conversation) {
  Listening heard;
  for (const Octets& message : recorded("netflow/softflowd_v5")) heard.hear(message);
  EXPECT_THAT(
      describe(heard.flows()),
      ElementsAre("tcp 0 10.25.9.223:34722 > 203.0.113.206:3333 98+0 packets 11407+0 octets "
                  "flags 1b+00 1/1 2026-03-02T08:00:01.983350Z 2026-03-02T08:08:02.787350Z",
                  "tcp 0 203.0.113.206:3333 > 10.25.9.223:34722 60+0 packets 17597+0 octets "
                  "flags 1b+00 1/1 2026-03-02T08:00:01.983350Z 2026-03-02T08:08:02.787350Z"));
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
}

// softflowd -r without -a: uptimes from before its boot wrap, and only the duration is true.
TEST(NetflowV5, keeps_the_duration_where_uptimes_have_wrapped) {
  Listening heard;
  for (const Octets& message : recorded("netflow/softflowd_v5_uptime_wrapped")) {
    heard.collector.message(message, some_exporter(), *export_time(message));
  }
  ASSERT_EQ(heard.flows().size(), 2u);
  const ExportedFlow& flow = heard.flows()[0];
  EXPECT_EQ(flow.last_seen - flow.first_seen, std::chrono::milliseconds{480'804});
}

TEST(NetflowV5, reads_a_record_by_hand) {
  Listening heard;
  heard.hear(v5_message(1, v5_record(), 0, 0x4064));  // 0x4000: every n-th packet; n = 100
  EXPECT_THAT(describe(heard.flows()),
              ElementsAre("tcp 0 10.0.0.1:40000 > 192.0.2.9:3333 7+0 packets 700+0 octets flags "
                          "1b+00 1/100 2026-03-02T08:07:20.000000Z 2026-03-02T08:08:20.000000Z"));
  EXPECT_EQ(heard.flows()[0].octets_of, OctetsOf::ip);
}

TEST(NetflowV5, counts_what_is_no_flow_of_ours) {
  Listening heard;
  const Octets icmp = v5_record({.protocol = 1});
  const Octets later_fragment = v5_record({.source_port = 0, .destination_port = 0});
  const Octets nothing = v5_record({.packets = 0, .octets = 0});
  heard.hear(v5_message(4, icmp + later_fragment + nothing + v5_record({.protocol = 17})));
  ASSERT_EQ(heard.flows().size(), 1u);
  EXPECT_EQ(heard.flows()[0].key.transport, capture::Transport::udp);
  const ExportCounts counts = heard.collector.counts(ExportKind::netflow_v5);
  EXPECT_EQ(counts.records, 4u);
  EXPECT_EQ(counts.not_transport, 1u);
  EXPECT_EQ(counts.incomplete, 2u);
  expect_accounts(heard);
}

TEST(NetflowV5, times_that_cannot_be_are_left_out) {
  Listening heard;
  constexpr std::uint32_t two_days_ms = 2 * 24 * 3600 * 1000;
  heard.hear(v5_message(1, v5_record({.first_ms = 60'000, .last_ms = 50'000}), 0));
  EXPECT_EQ(heard.malformed(Malformed::export_time), 1u);
  // An end half a second before its start is rounding.
  heard.hear(v5_message(1, v5_record({.first_ms = 60'000, .last_ms = 59'500}), 1));
  ASSERT_EQ(heard.flows().size(), 1u);
  EXPECT_EQ(heard.flows()[0].first_seen, heard.flows()[0].last_seen);
  // Sent two days after it was received.
  heard.hear(v5_message(1, v5_record(), 2), lab_s + 500 - two_days_ms / 1000);
  EXPECT_EQ(heard.malformed(Malformed::export_time), 2u);
  EXPECT_EQ(heard.collector.counts(ExportKind::netflow_v5).clock_off, 1u);
  expect_accounts(heard);
}

TEST(NetflowV5, an_uptime_that_wrapped_between_record_and_header_is_read) {
  Listening heard;
  heard.hear(v5_message(1, v5_record({.first_ms = 0xffff'ff00u, .last_ms = 0x100}), 0, 0, 0x200));
  ASSERT_EQ(heard.flows().size(), 1u);
  EXPECT_EQ(heard.flows()[0].last_seen - heard.flows()[0].first_seen,
            std::chrono::milliseconds{0x200});
  EXPECT_EQ(heard.flows()[0].last_seen, at_s(lab_s + 500) - std::chrono::milliseconds{0x100});
}

TEST(NetflowV5, a_count_that_lies_is_counted_and_whole_records_are_read) {
  Listening heard;
  heard.hear(v5_message(3, v5_record() + v5_record(), 0));
  EXPECT_EQ(heard.flows().size(), 2u);
  EXPECT_EQ(heard.malformed(Malformed::export_message), 1u);
  heard.hear(v5_message(1, v5_record() + v5_record(), 3));
  EXPECT_EQ(heard.flows().size(), 3u);
  EXPECT_EQ(heard.malformed(Malformed::export_message), 2u);
}

TEST(NetflowV5, every_cut_reads_what_is_whole) {
  const Octets message = v5_message(3, v5_record() + v5_record() + v5_record());
  for (std::size_t octets = 0; octets < message.size(); ++octets) {
    Listening heard;
    heard.hear({message.begin(), message.begin() + static_cast<std::ptrdiff_t>(octets)});
    const std::size_t whole = octets < netflow_v5_header_octets
                                  ? 0
                                  : (octets - netflow_v5_header_octets) / netflow_v5_record_octets;
    ASSERT_EQ(heard.flows().size(), whole) << octets;
    ASSERT_EQ(heard.malformed(Malformed::export_message), 1u) << octets;
  }
}

TEST(NetflowV5, missing_records_are_counted_for_each_engine) {
  Listening heard;
  heard.hear(v5_message(1, v5_record(), 100));
  heard.hear(v5_message(1, v5_record(), 101));
  heard.hear(v5_message(1, v5_record(), 112));
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 10u);
  Octets other_engine = v5_message(1, v5_record(), 5'000);
  other_engine[21] = 1;
  heard.hear(other_engine);
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 10u);
  EXPECT_EQ(heard.collector.exporters(), 2u);
}

RC_GTEST_PROP(NetflowV5, any_record_is_accounted_for, (const std::vector<std::uint8_t>& noise)) {
  Listening heard;
  Octets records = noise;
  records.resize(netflow_v5_record_octets * 2, 0x11);
  heard.hear(v5_message(2, records));
  expect_accounts(heard);
  RC_ASSERT(heard.collector.counts(ExportKind::netflow_v5).records == 2u);
}

}  // namespace
}  // namespace davy::flow
