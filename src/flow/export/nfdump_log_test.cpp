#include "flow/export/nfdump_log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/limits.hpp"
#include "flow/export/log_reader_test_support.hpp"

namespace davy::flow {
namespace {

ReadLog json(const std::string& log) { return {LogKind::nfdump_json, log}; }
ReadLog csv(const std::string& log) { return {LogKind::nfdump_csv, log}; }

std::string file(const std::string& name) {
  std::ifstream in(std::string(DAVY_SOURCE_DIR) + "/tests/logs/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::string with(std::string line, const std::string& old, const std::string& now) {
  const std::size_t at = line.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return line.replace(at, old.size(), now);
}

const std::string from_pool = "flow 203.0.113.206 3333 10.25.9.223 34722 0 6 ";
const std::string to_pool = "flow 10.25.9.223 34722 203.0.113.206 3333 0 6 ";
constexpr const char* rest_none = " 0 0 0 one\n";

TEST(NfdumpLog, reads_what_nfdump_1_7_printed_as_json) {
  const ReadLog log = json(file("nfdump.json"));
  EXPECT_EQ(log.told,
            from_pool + "2026-03-02T08:00:02.141000Z 2026-03-02T08:05:26.309000Z 42 12502 26" +
                rest_none + to_pool +
                "2026-03-02T08:00:01.983000Z 2026-03-02T08:05:00.306000Z 66 7823 26" + rest_none +
                from_pool + "2026-03-02T08:05:51.401000Z 2026-03-02T08:08:02.787000Z 18 5095 25" +
                rest_none + to_pool +
                "2026-03-02T08:05:26.310000Z 2026-03-02T08:08:02.787000Z 32 3584 25" + rest_none);
  EXPECT_EQ(log.flows.at(0).octets_of, OctetsOf::ip);
  EXPECT_EQ(log.reader.counts().times_without_zone, 4u);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(NfdumpLog, reads_what_nfdump_1_7_printed_as_csv) {
  const ReadLog log = csv(file("nfdump.csv"));
  const ReadLog same = json(file("nfdump.json"));
  ASSERT_EQ(log.flows.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(log.flows[i].key, same.flows[i].key);
    EXPECT_EQ(log.flows[i].packets, same.flows[i].packets);
    EXPECT_EQ(log.flows[i].octets, same.flows[i].octets);
    EXPECT_EQ(log.flows[i].tcp_flags, same.flows[i].tcp_flags);
    EXPECT_EQ(log.flows[i].last_seen - log.flows[i].first_seen,
              same.flows[i].last_seen - same.flows[i].first_seen);
  }
  EXPECT_EQ(log.bad(), 0u);
  EXPECT_EQ(log.reader.counts().headings, 4u);
}

TEST(NfdumpLog, reads_ipv6) {
  const ReadLog log = csv(file("nfdump_ipv6.csv"));
  ASSERT_EQ(log.flows.size(), 2u);
  EXPECT_EQ(to_string(log.flows[0].key.source_address), "2001:db8:f4c::67");
  EXPECT_EQ(log.flows[0].packets[0], 21u);
  EXPECT_EQ(log.flows[0].octets[0], 6490u);  // 6784 of Ethernet less 14 each
}

TEST(NfdumpLog, no_flows_are_nothing_malformed) {
  const std::string none = file("nfdump_none.json");
  EXPECT_EQ(log_kind(none), LogKind::nfdump_json);
  EXPECT_EQ(json(none).bad(), 0u);
  const std::string heading = file("nfdump.csv").substr(0, file("nfdump.csv").find('\n') + 1);
  EXPECT_EQ(csv(heading + "No matching flows\nSummary\nflows,bytes\n0,0\n").bad(), 0u);
}

const std::string record =
    R"({"type":"FLOW","first":"2026-03-02T08:00:00.000","last":"2026-03-02T08:00:01.000",)"
    R"("in_packets":9,"in_bytes":900,"proto":6,"tcp_flags":"...AP.S.","src_port":5000,)"
    R"("dst_port":443,"src4_addr":"10.0.0.1","dst4_addr":"192.0.2.1"})";

TEST(NfdumpLog, reads_one_object_a_line_and_many_in_one) {
  EXPECT_EQ(json(record + "\n" + record + "\n").flows.size(), 2u);
  EXPECT_EQ(json("[" + record + "," + record + "]").flows.size(), 2u);
  EXPECT_EQ(json("[\n" + record + "\n,\n" + record + "\n]\n[\n" + record + "]").flows.size(), 3u);
}

TEST(NfdumpLog, reads_the_other_direction_vlan_and_ipv6) {
  const std::string both =
      with(record, "\"proto\"", R"("out_packets":8,"out_bytes":800,"src_vlan":300,"proto")");
  const std::string six = with(with(both, "src4_addr\":\"10.0.0.1", "src6_addr\":\"2001:db8::1"),
                               "dst4_addr\":\"192.0.2.1", "dst6_addr\":\"2001:db8::2");
  EXPECT_EQ(json(six).told,
            "flow 2001:db8::1 5000 2001:db8::2 443 300 6 2026-03-02T08:00:00.000000Z "
            "2026-03-02T08:00:01.000000Z 9 900 26 8 800 0 both\n");
}

TEST(NfdumpLog, other_records_are_counted) {
  const ReadLog log =
      json(with(record, "FLOW", "EVENT") + "\n" + with(record, "\"proto\":6", "\"proto\":1"));
  EXPECT_EQ(log.reader.counts().other_events, 1u);
  EXPECT_EQ(log.reader.counts().other_transports, 1u);
}

TEST(NfdumpLog, every_malformed_object_is_counted_and_the_next_is_read) {
  for (const auto& [old, now] :
       std::vector<std::pair<std::string, std::string>>{{"2026-03-02T08:00:00.000", "x"},
                                                        {"2026-03-02T08:00:01.000", ""},
                                                        {"10.0.0.1", "10.0.0"},
                                                        {"5000", "65536"},
                                                        {":9,", ":9.5,"},
                                                        {":900,", ":\"\","},
                                                        {"\"proto\":6,", ""},
                                                        {"\"src4_addr\"", "\"src5_addr\""},
                                                        {"\"first\":", "\"first\""},
                                                        {"}", ""},
                                                        {"FLOW\"", "FLOW"},
                                                        {"{", "x{"},
                                                        {"{", "{}{"}}) {
    const ReadLog log = json("[\n" + with(record, old, now) + ",\n" + record + "]\n");
    EXPECT_EQ(log.bad(), 1u) << old << " " << now;
    EXPECT_GE(log.flows.size(), 1u) << old << " " << now;
  }
}

TEST(NfdumpLog, times_that_cannot_be_are_counted) {
  for (const char* now :
       {"2026-03-02T08:00:02.000", "1970-01-01T00:00:00.000", "2012-01-01T00:00:00.000"}) {
    const ReadLog log =
        json(record + "\n" + with(record, "2026-03-02T08:00:00.000", now) + "\n" + record);
    EXPECT_EQ(log.out_of_time(), 1u) << now;
    EXPECT_EQ(log.flows.size(), 2u) << now;
  }
}

TEST(NfdumpLog, what_stands_before_the_first_brace_is_counted_once) {
  const ReadLog cut = json("\"in_bytes\" : 62,\n\"proto\" : 17\n},\n  " + record + ",\n" + record);
  EXPECT_EQ(cut.bad(), 1u);
  EXPECT_EQ(cut.flows.size(), 2u);
}

TEST(NfdumpLog, an_object_that_never_ends_is_bounded) {
  std::string text = "{\n";
  while (text.size() < 2 * limits::log_line_octets_max) text += "\"a\" : 1,\n";
  const ReadLog log = json(text + record + "\n");
  EXPECT_EQ(log.bad(), 1u);
  EXPECT_EQ(log.flows.size(), 1u);
}

TEST(NfdumpLog, every_cut_of_json_leaves_what_came_before) {
  const std::string whole = file("nfdump.json");
  for (std::size_t octets = 1; octets < whole.size(); ++octets) {
    const ReadLog log = json(whole.substr(0, octets));
    const std::string_view read = std::string_view{whole}.substr(0, octets);
    const auto closed = static_cast<std::size_t>(std::ranges::count(read, '}'));
    const auto opened = static_cast<std::size_t>(std::ranges::count(read, '{'));
    EXPECT_EQ(log.flows.size(), closed) << octets;
    EXPECT_EQ(log.bad(), opened - closed) << octets;
  }
}

const std::string heading = "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt\n";
const std::string row =
    "2026-03-02 08:00:00,2026-03-02 08:00:01,0.500,10.0.0.1,192.0.2.1,5000,443,TCP,...AP.S.,9,900,"
    "8,800\n";

TEST(NfdumpLog, a_csv_row_counts_both_directions) {
  EXPECT_EQ(csv(heading + row).told,
            "flow 10.0.0.1 5000 192.0.2.1 443 0 6 2026-03-02T08:00:00.000000Z "
            "2026-03-02T08:00:00.500000Z 9 900 26 8 800 0 both\n");
}

TEST(NfdumpLog, reads_columns_by_their_headings) {
  const ReadLog log =
      csv("firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes\n"
          "2026-03-02 08:00:00.250,   0.500,UDP,10.0.0.1,5000,192.0.2.1,53,9,900\n" +
          heading + row);
  ASSERT_EQ(log.flows.size(), 2u);
  EXPECT_EQ(to_rfc3339(log.flows[0].last_seen), "2026-03-02T08:00:00.750000Z");
  EXPECT_FALSE(log.flows[0].both_directions);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(NfdumpLog, the_sums_are_left_out_until_another_heading) {
  const ReadLog log = csv(
      heading + row + "Summary\nflows,bytes,packets,avg_bps\n523,773357,46,23\n" + heading + row);
  EXPECT_EQ(log.flows.size(), 2u);
  EXPECT_EQ(log.reader.counts().headings, 5u);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(NfdumpLog, an_icmp_row_has_types_for_ports) {
  const ReadLog log = csv(heading + with(with(row, "TCP", "ICMP"), "443", "3.1"));
  EXPECT_EQ(log.reader.counts().other_transports, 1u);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(NfdumpLog, every_malformed_row_is_counted_and_the_next_is_read) {
  for (const auto& [old, now] : std::vector<std::pair<std::string, std::string>>{
           {"2026-03-02 08:00:00", "2026-03-32 08:00:00"},
           {"0.500", "half"},
           {"10.0.0.1", ""},
           {"5000", "65536"},
           {"TCP", ""},
           {",9,", ",9k,"},
           {",800", ""},
           {",800", ",800,1"},
           {",800", ",-800"}}) {
    const ReadLog log = csv(heading + with(row, old, now) + row);
    EXPECT_EQ(log.bad(), 1u) << old << " " << now;
    EXPECT_EQ(log.flows.size(), 1u) << old << " " << now;
  }
  EXPECT_EQ(csv(row + row).bad(), 2u);
  EXPECT_EQ(csv("what,is,this\n" + row).bad(), 2u);
  EXPECT_EQ(csv(heading + with(row, "0.500", "-0.500")).out_of_time(), 1u);
}

TEST(NfdumpLog, every_cut_of_csv_leaves_what_came_before) {
  for (std::size_t octets = 1; octets < row.size(); ++octets) {
    const ReadLog log = csv(heading + row + row.substr(0, octets));
    EXPECT_EQ(log.flows.size(), 1u) << octets;
    EXPECT_EQ(log.bad(), 1u) << octets;
  }
}

}  // namespace
}  // namespace davy::flow
