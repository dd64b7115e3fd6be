#include "flow/export/template_message.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;
using ::testing::ElementsAre;

// What exporters made of the lab's captures; tshark gives the same packets and octets.
const std::string up = "tcp 0 10.25.9.223:34722 > 203.0.113.206:3333 98+0 packets 11407+0 octets ";
const std::string down =
    "tcp 0 203.0.113.206:3333 > 10.25.9.223:34722 60+0 packets 17597+0 octets ";
const std::string up_6 =
    "tcp 0 2001:db8:20:16::9d5:39760 > 2001:db8:f4c::67:3333 30+0 packets 3831+0 octets ";
const std::string down_6 =
    "tcp 0 2001:db8:f4c::67:3333 > 2001:db8:20:16::9d5:39760 21+0 packets 6490+0 octets ";

std::vector<std::string> flows_of(const std::string& name) {
  Listening heard;
  for (const Octets& message : recorded("netflow/" + name)) {
    heard.collector.message(message, some_exporter(), *export_time(message));
  }
  EXPECT_EQ(heard.collector.malformed().total(), 0u) << name;
  expect_accounts(heard);
  return describe(heard.flows());
}

TEST(TemplateMessage, reads_netflow_v9_of_softflowd_and_pmacct) {
  // The header's clock has whole seconds: times counted from the boot may be off by one.
  const std::string times =
      "flags 1b+00 1/1 2026-03-02T08:00:01.196000Z 2026-03-02T08:08:02.000000Z";
  EXPECT_THAT(flows_of("softflowd_v9"), ElementsAre(up + times, down + times));
  const std::string exact =
      "flags 1b+00 1/1 2026-03-02T08:00:01.983000Z 2026-03-02T08:08:02.787000Z";
  EXPECT_THAT(flows_of("pmacct_v9"), ElementsAre(up + exact, down + exact));
  const std::string v6 = "flags 1b+00 1/1 2026-03-02T08:00:00.344000Z 2026-03-02T08:03:01.000000Z";
  EXPECT_THAT(flows_of("softflowd_v9_ipv6"), ElementsAre(up_6 + v6, down_6 + v6));
}

TEST(TemplateMessage, reads_ipfix_whatever_the_unit_of_its_times) {
  const std::string ms = "flags 1b+00 1/1 2026-03-02T08:00:01.983000Z 2026-03-02T08:08:02.787000Z";
  EXPECT_THAT(flows_of("pmacct_ipfix"), ElementsAre(up + ms, down + ms));
  EXPECT_THAT(flows_of("softflowd_ipfix_uptimes"), ElementsAre(up + ms, down + ms));
  const std::string s = "flags 1b+00 1/1 2026-03-02T08:00:01.000000Z 2026-03-02T08:08:02.000000Z";
  EXPECT_THAT(flows_of("softflowd_ipfix_seconds"), ElementsAre(up + s, down + s));
  const std::string ns = "flags 1b+00 1/1 2026-03-02T08:00:01.983145Z 2026-03-02T08:08:02.787350Z";
  EXPECT_THAT(flows_of("softflowd_ipfix_nanoseconds"), ElementsAre(up + ns, down + ns));
  const std::string us = "flags 1b+00 1/1 2026-03-02T08:00:00.771179Z 2026-03-02T08:03:01.427236Z";
  EXPECT_THAT(flows_of("softflowd_ipfix_ipv6_microseconds"), ElementsAre(up_6 + us, down_6 + us));
  const std::string v6 = "flags 1b+00 1/1 2026-03-02T08:00:00.771000Z 2026-03-02T08:03:01.427000Z";
  EXPECT_THAT(flows_of("pmacct_ipfix_ipv6"), ElementsAre(up_6 + v6, down_6 + v6));
}

TEST(TemplateMessage, reads_both_directions_of_a_biflow) {
  EXPECT_THAT(flows_of("softflowd_ipfix_biflow"),
              ElementsAre("tcp 0 10.25.9.223:34722 > 203.0.113.206:3333 98+60 packets 11407+17597 "
                          "octets flags 1b+1b both 1/1 2026-03-02T08:00:01.983000Z "
                          "2026-03-02T08:08:02.787000Z"));
}

TEST(TemplateMessage, reads_vlan_and_the_sampling_that_options_tell) {
  const auto flows = flows_of("softflowd_v9_vlan_sampled");
  ASSERT_EQ(flows.size(), 4u);
  EXPECT_EQ(flows[2],
            "tcp 120 10.44.173.204:40093 > 192.0.2.199:3333 5+0 packets 566+0 octets flags 1a+00 "
            "1/4 2026-03-02T07:59:59.701000Z 2026-03-02T08:01:20.183000Z");
}

TEST(TemplateMessage, reads_by_hand) {
  for (const bool v9 : {false, true}) {
    Listening heard;
    const Octets templates = set(v9 ? 0 : 2, template_record(256, plain_fields()));
    const Octets sets = templates + set(256, plain_record() + plain_record(17) + plain_record(1));
    heard.hear(v9 ? v9_message(sets) : ipfix_message(sets));
    ASSERT_EQ(heard.flows().size(), 2u);
    EXPECT_EQ(describe(heard.flows()[0]), plain_flow);
    EXPECT_EQ(heard.collector.malformed().total(), 0u);
    expect_accounts(heard);
  }
}

// The fields that follow the plain ones, and what becomes of the flow.
std::string with(std::vector<TestField> fields, const Octets& values, Flavour flavour) {
  Listening heard;
  const bool v9 = flavour == Flavour::netflow_v9;
  const Octets sets = set(v9 ? 0 : 2, template_record(256, plain_fields(std::move(fields)))) +
                      set(256, plain_record() + values);
  heard.hear(v9 ? v9_message(sets) : ipfix_message(sets));
  expect_accounts(heard);
  if (heard.malformed(Malformed::export_time) > 0) return "impossible time";
  return heard.flows().size() == 1 ? describe(heard.flows()[0]).substr(38) : "no flow";
}
std::string in_ipfix(std::vector<TestField> fields, const Octets& values) {
  return with(std::move(fields), values, Flavour::ipfix);
}
std::string in_v9(std::vector<TestField> fields, const Octets& values) {
  return with(std::move(fields), values, Flavour::netflow_v9);
}
const std::string at_export = "2026-03-02T08:08:20.000000Z 2026-03-02T08:08:20.000000Z";

TEST(TemplateMessage, tells_directions_and_who_opened) {
  const std::uint32_t rev = reverse_enterprise;
  EXPECT_EQ(in_ipfix({{1, 2, rev}, {2, 1, rev}, {6, 2, rev}}, be(90, 2) + be(3, 1) + be(0x112, 2)),
            "7+3 packets 700+90 octets flags 00+12 both 1/1 " + at_export);
  EXPECT_EQ(in_ipfix({{231, 8}, {232, 8}, {298, 8}, {299, 8}},
                     be(650, 8) + be(90, 8) + be(6, 8) + be(3, 8)),
            "6+3 packets 650+90 octets flags 00+00 both client 1/1 " + at_export);
  EXPECT_EQ(in_ipfix({{1, 2, rev}, {239, 1}}, be(90, 2) + be(1, 1)),
            "7+0 packets 700+90 octets flags 00+00 both client 1/1 " + at_export);
  EXPECT_EQ(in_ipfix({{239, 1}}, be(2, 1)),
            "7+0 packets 700+0 octets flags 00+00 1/1 " + at_export);
}

TEST(TemplateMessage, turns_a_biflow_round_whose_source_is_the_responder) {
  Listening heard;
  const auto fields = plain_fields({{1, 2, reverse_enterprise}, {6, 1}, {239, 1}});
  heard.hear(ipfix_message(set(2, template_record(256, fields)) +
                           set(256, plain_record() + be(90, 2) + be(0x12, 1) + be(2, 1))));
  EXPECT_THAT(describe(heard.flows()),
              ElementsAre("tcp 0 192.0.2.9:3333 > 10.0.0.1:40000 0+7 packets 90+700 octets flags "
                          "00+12 both client 1/1 " +
                          at_export));
}

TEST(TemplateMessage, out_counters_of_netflow_v9_are_the_other_direction_if_they_count) {
  EXPECT_EQ(in_v9({{23, 4}, {24, 4}}, be(90, 4) + be(3, 4)),
            "7+3 packets 700+90 octets flags 00+00 both 1/1 " + at_export);
  EXPECT_EQ(in_v9({{23, 4}, {24, 4}}, zeros(8)),
            "7+0 packets 700+0 octets flags 00+00 1/1 " + at_export);
  EXPECT_EQ(in_ipfix({{23, 4}}, be(90, 4)),
            "7+0 packets 700+0 octets flags 00+00 1/1 " + at_export);
}

TEST(TemplateMessage, reads_times_of_every_kind) {
  const std::string counts = "7+0 packets 700+0 octets flags 00+00 1/1 ";
  const std::string expected = counts + "2026-03-02T08:07:20.000000Z 2026-03-02T08:08:19.500000Z";
  const std::uint64_t start_ms = (lab_s + 440ull) * 1000, end_ms = start_ms + 59'500;
  EXPECT_EQ(in_v9({{22, 4}, {21, 4}}, be(40'000, 4) + be(99'500, 4)), expected);
  EXPECT_EQ(in_ipfix({{152, 8}, {153, 8}}, be(start_ms, 8) + be(end_ms, 8)), expected);
  EXPECT_EQ(in_ipfix({{158, 4}, {159, 4}}, be(60'000'000, 4) + be(500'000, 4)), expected);
  const std::uint64_t era = 2'208'988'800;
  const Octets ntp =
      be((lab_s + 440 + era) << 32, 8) + be((lab_s + 499 + era) << 32 | 0x8000'0000u, 8);
  EXPECT_EQ(in_ipfix({{154, 8}, {155, 8}}, ntp), expected);
  EXPECT_EQ(in_ipfix({{156, 8}, {157, 8}}, ntp), expected);
  EXPECT_EQ(in_ipfix({{160, 8}, {22, 4}, {21, 4}},
                     be(start_ms - 40'000, 8) + be(40'000, 4) + be(99'500, 4)),
            expected);
  // No boot is known: it ended when it was exported, and lasted as long as it says.
  EXPECT_EQ(in_ipfix({{22, 4}, {21, 4}}, be(40'000, 4) + be(99'500, 4)),
            counts + "2026-03-02T08:07:20.500000Z 2026-03-02T08:08:20.000000Z");
  EXPECT_EQ(in_ipfix({{323, 8}}, be(start_ms, 8)),
            counts + "2026-03-02T08:07:20.000000Z 2026-03-02T08:07:20.000000Z");
}

TEST(TemplateMessage, times_that_cannot_be_are_left_out) {
  const std::uint64_t now = lab_s + 500;
  EXPECT_EQ(in_ipfix({{150, 4}, {151, 4}}, be(now, 4) + be(now - 2, 4)), "impossible time");
  EXPECT_EQ(in_ipfix({{150, 4}, {151, 4}}, be(now, 4) + be(now + 100'000, 4)), "impossible time");
  EXPECT_EQ(in_ipfix({{150, 4}, {151, 4}}, be(0, 4) + be(now, 4)), "impossible time");
  EXPECT_EQ(in_ipfix({{152, 8}, {153, 8}}, be(0xffff'ffff'ffff'ffff, 8) + be(now * 1000, 8)),
            "impossible time");
  EXPECT_EQ(in_ipfix({{158, 8}}, be(0xffff'ffff'ffff'ffff, 8)), "impossible time");
}

TEST(TemplateMessage, takes_the_address_of_the_version_that_is_not_zero) {
  Listening heard;
  const std::vector<TestField> fields{{8, 4}, {27, 16}, {12, 4}, {28, 16},
                                      {7, 2}, {11, 2},  {4, 1},  {1, 4}};
  const Octets v6 = be(0x20010db8, 4) + zeros(11) + be(1, 1);
  const Octets rest = be(1, 2) + be(2, 2) + be(17, 1) + be(9, 4);
  heard.hear(ipfix_message(set(2, template_record(256, fields)) +
                           set(256, zeros(4) + v6 + zeros(4) + v6 + rest + be(0x0a000001, 4) +
                                        zeros(16) + be(0x0a000002, 4) + zeros(16) + rest)));
  ASSERT_EQ(heard.flows().size(), 2u);
  EXPECT_EQ(to_string(heard.flows()[0].key.source_address), "2001:db8::1");
  EXPECT_EQ(to_string(heard.flows()[1].key.destination_address), "10.0.0.2");
}

TEST(TemplateMessage, steps_over_fields_of_variable_length) {
  Listening heard;
  std::vector<TestField> fields{{82, 0xffff}, {1, 0xffff, 9999}};
  for (const TestField& field : plain_fields()) fields.push_back(field);
  const Octets short_name = be(3, 1) + be(0x657468, 3) + be(0, 1) + plain_record();
  const Octets long_name =
      be(255, 1) + be(300, 2) + zeros(300) + be(1, 1) + be(9, 1) + plain_record();
  heard.hear(ipfix_message(set(2, template_record(256, fields)) +
                           set(256, short_name + long_name + zeros(3))));
  EXPECT_THAT(describe(heard.flows()), ElementsAre(plain_flow, plain_flow));
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
  heard.hear(ipfix_message(set(256, be(255, 1) + be(9'000, 2) + zeros(40)), 2));
  EXPECT_EQ(heard.flows().size(), 2u);
  EXPECT_EQ(heard.malformed(Malformed::export_message), 1u);
}

TEST(TemplateMessage, records_before_their_template_wait_for_it) {
  Listening heard;
  heard.hear(v9_message(set(256, plain_record()), 0));
  EXPECT_EQ(heard.malformed(Malformed::export_no_template), 1u);
  EXPECT_TRUE(heard.flows().empty());
  heard.hear(v9_message(set(0, template_record(300, plain_fields())), 1, 200'000));
  EXPECT_TRUE(heard.flows().empty());
  heard.hear(v9_message(set(0, template_record(256, plain_fields())), 2, 200'000));
  EXPECT_THAT(describe(heard.flows()), ElementsAre(plain_flow));
  EXPECT_EQ(heard.collector.malformed().total(), 0u);
  // The same template again gives nothing twice.
  heard.hear(v9_message(set(0, template_record(256, plain_fields())), 3, 200'000));
  EXPECT_EQ(heard.flows().size(), 1u);
}

TEST(TemplateMessage, what_waits_in_vain_is_counted_set_by_set) {
  Listening heard;
  const Octets sets = set(256, zeros(20'000));
  for (std::uint32_t i = 0; i < 5; ++i) heard.hear(v9_message(sets, i));
  EXPECT_EQ(heard.malformed(Malformed::export_no_template), 5u);
}

TEST(TemplateMessage, sets_that_do_not_fit_are_counted) {
  const Octets good = set(2, template_record(256, plain_fields())) + set(256, plain_record());
  struct Case {
    const char* what;
    Octets message;
    std::size_t flows;
  };
  for (const Case& c :
       {Case{"set shorter than its header", ipfix_message(good + be(256, 2) + be(3, 2)), 1},
        Case{"set longer than the message", ipfix_message(good + be(256, 2) + be(99, 2)), 1},
        Case{"set with a reserved id", ipfix_message(set(77, zeros(8)) + good), 1},
        Case{"record that is cut", ipfix_message(good + set(256, zeros(15))), 1},
        Case{"message longer than it says", ipfix_message(good) + zeros(9), 1},
        Case{"message without a header", {0, 10, 0, 16, 1, 2, 3}, 0},
        Case{"NetFlow v9 without a header", {0, 9, 0, 16, 1, 2, 3}, 0}}) {
    Listening heard;
    heard.hear(c.message);
    EXPECT_EQ(heard.flows().size(), c.flows) << c.what;
    EXPECT_EQ(heard.malformed(Malformed::export_message), 1u) << c.what;
  }
}

TEST(TemplateMessage, every_cut_is_survived_and_counted) {
  for (const char* name : {"softflowd_v9", "softflowd_ipfix_biflow", "pmacct_ipfix"}) {
    const Octets message = recorded(std::string("netflow/") + name).at(0);
    std::size_t most = 0;
    for (std::size_t octets = 0; octets <= message.size(); ++octets) {
      Listening heard;
      heard.hear({message.begin(), message.begin() + static_cast<std::ptrdiff_t>(octets)});
      expect_accounts(heard);
      ASSERT_GE(heard.flows().size(), most) << name << octets;
      most = heard.flows().size();
      const bool ipfix_cut = message[1] == 10 && octets < message.size();
      if (!ipfix_cut) continue;
      ASSERT_GE(heard.malformed(Malformed::export_message), 1u) << name << octets;
    }
    EXPECT_GT(most, 0u);
  }
}

TEST(TemplateMessage, missing_messages_of_netflow_v9_and_records_of_ipfix) {
  Listening heard;
  const Octets sets = set(0, template_record(256, plain_fields())) + set(256, plain_record());
  heard.hear(v9_message(sets, 10));
  heard.hear(v9_message(sets, 13));
  EXPECT_EQ(heard.collector.counts(ExportKind::netflow_v9).missing, 2u);
  const Octets ipfix = set(2, template_record(256, plain_fields())) + set(256, plain_record());
  heard.hear(ipfix_message(ipfix + set(256, plain_record()), 0));
  heard.hear(ipfix_message(ipfix, 2));
  heard.hear(ipfix_message(ipfix, 20));
  EXPECT_EQ(heard.collector.counts(ExportKind::ipfix).missing, 17u);
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 19u);
}

RC_GTEST_PROP(TemplateMessage, any_sets_are_accounted_for, (const Octets& noise, bool v9)) {
  Listening heard;
  const Octets known = set(v9 ? 0 : 2, template_record(256, plain_fields({{152, 8}})));
  const Octets sets = known + set(256, noise) + noise;
  heard.hear(v9 ? v9_message(sets) : ipfix_message(sets));
  expect_accounts(heard);
}

}  // namespace
}  // namespace davy::flow
