#include "flow/export/collector.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;

TEST(Collector, finds_the_protocol_by_its_first_octets) {
  EXPECT_EQ(export_kind(v5_message(0, {})), ExportKind::netflow_v5);
  EXPECT_EQ(export_kind(v9_message({})), ExportKind::netflow_v9);
  EXPECT_EQ(export_kind(ipfix_message({})), ExportKind::ipfix);
  EXPECT_EQ(export_kind(be(5, 4)), ExportKind::sflow);
  for (const Octets& none : {Octets{}, be(5, 2), be(1, 4), be(0x00080000, 4), be(4, 4)}) {
    EXPECT_EQ(export_kind(none), std::nullopt);
  }
  EXPECT_EQ(export_time(ipfix_message({})), at_s(lab_s + 500));
  EXPECT_EQ(export_time(be(5, 4)), std::nullopt);
}

TEST(Collector, every_kind_has_a_name) {
  EXPECT_EQ(name(ExportKind::netflow_v5), "netflow_v5");
  EXPECT_EQ(name(ExportKind::sflow), "sflow");
}

TEST(Collector, counts_a_message_that_is_none) {
  Listening heard;
  heard.hear(be(0x47455420, 4));
  heard.hear({});
  EXPECT_EQ(heard.malformed(Malformed::export_message), 2u);
  EXPECT_EQ(heard.collector.exporters(), 0u);
}

TEST(Collector, templates_belong_to_one_exporter_and_domain) {
  Listening heard;
  const Octets templates = set(2, template_record(256, plain_fields()));
  const Octets data = set(256, plain_record());
  heard.hear(ipfix_message(templates, 0, 1));
  heard.hear(ipfix_message(data, 0, 2));
  heard.collector.message(ipfix_message(data, 0, 1), *parse_ip_address("192.0.2.2"),
                          at_s(lab_s + 600));
  EXPECT_TRUE(heard.flows().empty());
  EXPECT_EQ(heard.malformed(Malformed::export_no_template), 2u);
  heard.hear(ipfix_message(data, 0, 1));
  EXPECT_EQ(heard.flows().size(), 1u);
  EXPECT_EQ(heard.collector.exporters(), 3u);
  EXPECT_EQ(heard.collector.templates(), 1u);
}

TEST(Collector, refuses_exporters_beyond_the_bound_and_keeps_those_it_knows) {
  Listening heard;
  for (std::uint32_t domain = 0; domain < limits::exporters_max + 5; ++domain) {
    heard.hear(ipfix_message(set(2, template_record(256, plain_fields())), 0, domain));
  }
  EXPECT_EQ(heard.collector.exporters(), limits::exporters_max);
  EXPECT_EQ(heard.collector.counts(ExportKind::ipfix).refused, 5u);
  heard.hear(ipfix_message(set(256, plain_record()), 0, 0));
  EXPECT_EQ(heard.flows().size(), 1u);
  heard.hear(ipfix_message(set(256, plain_record()), 0, limits::exporters_max + 1));
  EXPECT_EQ(heard.flows().size(), 1u);
}

TEST(Collector, a_flood_of_templates_is_bounded_and_drives_none_out) {
  Listening heard;
  heard.hear(ipfix_message(set(2, template_record(256, plain_fields())), 0, 1));
  const std::vector<TestField> wide(200, {4, 1});
  for (std::uint32_t domain = 100; domain < 110; ++domain) {
    for (unsigned id = 256; id < 456; ++id) {
      heard.hear(ipfix_message(set(2, template_record(id, wide)), 0, domain));
    }
  }
  EXPECT_LE(heard.collector.templates() * 200, limits::export_template_fields_max + 200);
  EXPECT_GT(heard.malformed(Malformed::export_template), 0u);
  heard.hear(ipfix_message(set(256, plain_record()), 0, 1));
  EXPECT_EQ(heard.flows().size(), 1u);
}

TEST(Collector, an_exporter_that_boots_again_misses_nothing) {
  Listening heard;
  heard.hear(v5_message(1, v5_record(), 1'000, 0, 900'000));
  heard.hear(v5_message(1, v5_record({.first_ms = 10, .last_ms = 20}), 0, 0, 100));
  EXPECT_EQ(heard.malformed(Malformed::export_sequence), 0u);
  EXPECT_EQ(heard.collector.counts(ExportKind::netflow_v5).restarts, 1u);
}

TEST(Collector, a_stored_message_is_taken_at_its_own_time) {
  Listening heard;
  heard.collector.stored_message(v5_message(1, v5_record()), some_exporter());
  EXPECT_EQ(heard.flows().size(), 1u);
  heard.collector.stored_message(be(5, 4) + zeros(24), some_exporter());  // sFlow has no time
  EXPECT_EQ(heard.malformed(Malformed::export_message), 1u);
}

}  // namespace
}  // namespace davy::flow
