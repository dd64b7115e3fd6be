#include "flow/export/zeek_log.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "capture/packet.hpp"
#include "flow/export/log_reader_test_support.hpp"

namespace davy::flow {
namespace {

const std::string head =
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n";
const std::string conn_head =
    head +
    "#path\tconn\n#open\t2026-03-02-08-00-00\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\t"
    "orig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\t"
    "resp_ip_bytes\ttunnel_parents\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\t"
    "string\tcount\tcount\tcount\tcount\tset[string]\n";
const std::string conn_line =
    "1772438401.983145\tCkXyz1\t10.25.9.223\t34722\t203.0.113.206\t3333\ttcp\t-\t480.804205\t6295\t"
    "14461\tSF\tShADadFf\t98\t11407\t60\t17597\t-\n";

ReadLog text(const std::string& log) { return {LogKind::zeek_text, log}; }
ReadLog json(const std::string& log) { return {LogKind::zeek_json, log}; }
// A conn line with one field in place of another.
std::string with(std::string line, const std::string& old, const std::string& now) {
  const std::size_t at = line.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return line.replace(at, old.size(), now);
}

TEST(ZeekLog, reads_a_connection) {
  const ReadLog log = text(conn_head + conn_line + "#close\t2026-03-02-09-00-00\n");
  EXPECT_EQ(log.told,
            "flow 10.25.9.223 34722 203.0.113.206 3333 0 6 2026-03-02T08:00:01.983145Z "
            "2026-03-02T08:08:02.787350Z 98 11407 19 60 17597 19 both client\n");
  EXPECT_EQ(log.flows.at(0).octets_of, OctetsOf::ip);
  EXPECT_EQ(log.bad(), 0u);
  EXPECT_EQ(log.reader.counts().headings, 9u);
  EXPECT_EQ(log.reader.lines(), 10u);
  EXPECT_EQ(log.reader.last_time(), log.flows.at(0).last_seen);
}

TEST(ZeekLog, reads_a_connection_as_json) {
  const std::string members =
      R"("uid":"CkXyz1","id.orig_h":"10.25.9.223","id.orig_p":34722,"id.resp_h":"203.0.113.206",)"
      R"("id.resp_p":3333,"proto":"tcp","duration":480.804205,"orig_bytes":6295,"resp_bytes":14461,)"
      R"("conn_state":"SF","missed_bytes":0,"history":"ShADadFf","orig_pkts":98,)"
      R"("orig_ip_bytes":11407,"resp_pkts":60,"resp_ip_bytes":17597})";
  const ReadLog log = json(R"({"ts":1772438401.983145,)" + members + "\n" +
                           R"({"ts":"2026-03-02T08:00:01.983145Z","_path":"conn",)" + members);
  ASSERT_EQ(log.flows.size(), 2u);
  const std::string same = text(conn_head + conn_line).told;
  EXPECT_EQ(log.told, same + same);
  const ReadLog milliseconds = json(R"({"ts":1772438401983,)" + members);
  ASSERT_EQ(milliseconds.flows.size(), 1u);
  EXPECT_EQ(milliseconds.flows[0].first_seen, timestamp_ns(1'772'438'401'983'000'000));
}

TEST(ZeekLog, counts_payload_where_there_is_nothing_else) {
  const ReadLog log = text(
      "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\t"
      "conn_state\n1772438401\t10.0.0.1\t1024\t10.0.0.2\t53\tudp\t40\t-\tS0\n");
  ASSERT_EQ(log.flows.size(), 1u);
  EXPECT_EQ(log.flows[0].octets_of, OctetsOf::payload);
  EXPECT_EQ(log.flows[0].octets, (std::array<std::uint64_t, 2>{40, 0}));
  EXPECT_EQ(log.flows[0].first_seen, log.flows[0].last_seen);
  EXPECT_EQ(log.flows[0].key.transport, capture::Transport::udp);
}

TEST(ZeekLog, the_history_tells_who_opened) {
  const auto known = [](const std::string& history, const std::string& proto = "tcp") {
    const ReadLog log = text(conn_head + with(with(conn_line, "ShADadFf", history), "tcp", proto));
    return log.flows.at(0).client_known;
  };
  EXPECT_TRUE(known("S"));
  EXPECT_TRUE(known("hAD"));
  EXPECT_FALSE(known("DadA"));
  EXPECT_FALSE(known("^dDaA"));
  EXPECT_TRUE(known("Dd", "udp"));
  EXPECT_FALSE(known("^dD", "udp"));
  EXPECT_TRUE(known("-"));  // conn_state SF
  const ReadLog other = text(conn_head + with(with(conn_line, "ShADadFf", "-"), "SF", "OTH"));
  EXPECT_FALSE(other.flows.at(0).client_known);
}

TEST(ZeekLog, reads_a_vlan) {
  const std::string fields = with(conn_head, "tunnel_parents", "vlan");
  EXPECT_EQ(text(fields + with(conn_line, "-\n", "300\n")).flows.at(0).key.vlan, 300);
  EXPECT_EQ(text(fields + with(conn_line, "17597\t-\n", "17597\t4096\n")).bad(), 1u);
}

TEST(ZeekLog, reads_names) {
  const ReadLog log = json(
      R"({"ts":1772438401.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":5000,"id.resp_h":"192.0.2.1","id.resp_p":443,"version":"TLSv12","cipher":"x","server_name":"Pool.Example","resumed":false,"next_protocol":"h2","established":true,"ssl_history":"CsxknGIi","subject":"CN=cert.example,O=X","ja3":"c834494f5948ae026d160656c93c8871","ja4":"t13d1516h2_8daaf6152771_b186095e22b6"})"
      "\n"
      R"({"ts":1772438402,"uid":"C2","id.orig_h":"10.0.0.1","id.orig_p":5001,"id.resp_h":"192.0.2.1","id.resp_p":443,"version":"1","client_initial_dcid":"00","server_name":"q.example","client_protocol":"h3","history":"ISi"})"
      "\n"
      R"({"ts":1772438403,"uid":"C3","id.orig_h":"10.0.0.1","id.orig_p":5002,"id.resp_h":"192.0.2.1","id.resp_p":80,"trans_depth":1,"method":"GET","host":"web.example:8080","uri":"/secret"})"
      "\n"
      R"({"ts":1772438404,"uid":"C4","id.orig_h":"10.0.0.1","id.orig_p":5003,"id.resp_h":"192.0.2.2","id.resp_p":3128,"trans_depth":1,"method":"CONNECT","host":"pool.example","uri":"pool.example:3333"})"
      "\n"
      R"({"ts":1772438405,"uid":"C5","id.orig_h":"10.0.0.1","id.orig_p":5004,"id.resp_h":"192.0.2.1","id.resp_p":443,"version":"DTLSv12","cipher":"x","established":false})");
  const std::string ja = "c834494f5948ae026d160656c93c8871 t13d1516h2_8daaf6152771_b186095e22b6\n";
  EXPECT_EQ(log.told,
            "names 10.0.0.1 5000 192.0.2.1 443 0 6 2026-03-02T08:00:01.500000Z "
            "tls-server-name=pool.example tls-certificate=cert.example pool.example h2 " +
                ja +
                "names 10.0.0.1 5001 192.0.2.1 443 0 17 2026-03-02T08:00:02.000000Z "
                "quic-server-name=q.example q.example h3  \n"
                "names 10.0.0.1 5002 192.0.2.1 80 0 6 2026-03-02T08:00:03.000000Z "
                "http-host=web.example    \n"
                "names 10.0.0.1 5003 192.0.2.2 3128 0 6 2026-03-02T08:00:04.000000Z "
                "proxy-target=pool.example    \n");
  EXPECT_EQ(log.reader.counts().other_events, 1u);  // the last tells no name
  EXPECT_TRUE(log.named.at(0).names.hello_seen);
  EXPECT_FALSE(log.named.at(2).names.hello_seen);
}

const std::string dns_head =
    head +
    "#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\t"
    "query\trcode_name\tanswers\tTTLs\n";
const std::string dns_start = "1772438401\tC1\t10.0.0.1\t5000\t192.0.2.53\t53\tudp\t7\t";
const std::string dns_told = "lookup 2026-03-02T08:00:01.000000Z 10.0.0.1 ";

TEST(ZeekLog, reads_lookups) {
  const ReadLog log =
      text(dns_head + dns_start +
           "Pool.Example\tNOERROR\ta.example,192.0.2.1,2001:db8::1\t300.000000,60.000000,59.9\n" +
           dns_start + "gone.example\tNXDOMAIN\t-\t-\n" + dns_start +
           "txt.example\tNOERROR\t(empty)\t-\n" + dns_start + "-\t-\t-\t-\n");
  EXPECT_EQ(log.told, dns_told + "pool.example 192.0.2.1 60\n" + dns_told +
                          "pool.example 2001:db8::1 59\n" + dns_told + "gone.example - 0\n" +
                          dns_told + "txt.example - 0\n");
  EXPECT_EQ(log.reader.counts().lookups, 4u);
  EXPECT_EQ(log.reader.counts().other_events, 1u);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(ZeekLog, undoes_escapes_behind_the_set_separator) {
  const ReadLog log =
      text(dns_head + dns_start + "a\\x2db.example\tx\tTXT 3 a\\x2cb,192.0.2.1\t1,2\n" + dns_start +
           "\\x2d\tx\t-\t-\n" + dns_start + "a\\xzz\tx\t-\t-\n" + dns_start + "a\\\t-\t-\t-\n");
  EXPECT_EQ(log.told, dns_told + "a-b.example 192.0.2.1 2\n" + dns_told + "- - 0\n");
}

TEST(ZeekLog, bounds_its_lists) {
  std::string answers = "192.0.2.1";
  for (int i = 0; i < 10'000; ++i) answers += ",192.0.2.1";
  const ReadLog log = text(dns_head + dns_start + "pool.example\tx\t" + answers + "\t-\n");
  EXPECT_EQ(log.lookups.size(), limits::log_list_items_max);
  EXPECT_EQ(log.reader.counts().lists_cut, 1u);
}

TEST(ZeekLog, headings_may_change_in_mid_file) {
  const ReadLog log = text(conn_head + conn_line + "#close\tx\n" + dns_head + dns_start +
                           "pool.example\tx\t192.0.2.1\t5\n" +
                           "#separator \\x2c\n#set_separator,|\n#unset_field,NIL\n#path,dns\n"
                           "#fields,ts,id.orig_h,query,answers,TTLs\n"
                           "1772438401,10.0.0.1,two.example,192.0.2.1|192.0.2.2,NIL\n" +
                           "#separator ::\n#path::conn_summary\n#fields::ts::other\n1::2\n");
  EXPECT_EQ(log.flows.size(), 1u);
  ASSERT_EQ(log.lookups.size(), 3u);
  EXPECT_EQ(log.lookups[2].name, "two.example");
  EXPECT_EQ(log.reader.counts().other_events, 1u);
  EXPECT_EQ(log.bad(), 0u);
}

TEST(ZeekLog, other_transports_and_other_logs_are_counted) {
  const ReadLog log =
      text(conn_head + with(conn_line, "tcp", "icmp") +
           with(conn_line, "tcp", "unknown_transport") + "#path\tweird\n" + conn_line);
  EXPECT_EQ(log.reader.counts().other_transports, 2u);
  EXPECT_EQ(log.reader.counts().other_events, 1u);
  EXPECT_EQ(log.bad() + log.flows.size(), 0u);
}

TEST(ZeekLog, every_malformed_line_is_counted_and_the_next_is_read) {
  for (const auto& [old, now] :
       std::vector<std::pair<std::string, std::string>>{{"1772438401.983145", "-"},
                                                        {"1772438401.983145", "now"},
                                                        {"10.25.9.223", "10.25.9.256"},
                                                        {"10.25.9.223", "host"},
                                                        {"34722", "65536"},
                                                        {"34722", "-1"},
                                                        {"tcp", "-"},
                                                        {"480.804205", "long"},
                                                        {"98", "9 8"},
                                                        {"11407", "18446744073709551616"},
                                                        {"\t-\n", "\n"},
                                                        {"\t-\n", "\t-\t-\n"},
                                                        {"\tSF\t", "\tSF "}}) {
    const ReadLog log = text(conn_head + with(conn_line, old, now) + conn_line);
    EXPECT_EQ(log.bad(), 1u) << old << " " << now;
    EXPECT_EQ(log.flows.size(), 1u) << old << " " << now;
  }
}

TEST(ZeekLog, times_that_cannot_be_are_counted) {
  for (const auto& [old, now] :
       std::vector<std::pair<std::string, std::string>>{{"480.804205", "-1.0"},
                                                        {"480.804205", "999999999.0"},
                                                        {"480.804205", "99999999999999999999"},
                                                        {"1772438401.983145", "0.0"},
                                                        {"1772438401.983145", "1272438401.983145"},
                                                        {"1772438401.983145", "17724384019830"}}) {
    const ReadLog log = text(conn_head + conn_line + with(conn_line, old, now) + conn_line);
    EXPECT_EQ(log.out_of_time(), 1u) << now;
    EXPECT_EQ(log.flows.size(), 2u) << now;
    EXPECT_EQ(log.bad(), 0u) << now;
  }
}

TEST(ZeekLog, lines_without_a_heading_are_counted) {
  EXPECT_EQ(text(conn_line + conn_line).bad(), 2u);
  std::string wide = "#fields";
  for (std::size_t i = 0; i <= limits::log_columns_max; ++i) wide += "\tts";
  const ReadLog log = text(conn_head + wide + "\n" + conn_line);
  EXPECT_EQ(log.bad(), 2u);
  EXPECT_TRUE(log.flows.empty());
}

TEST(ZeekLog, a_million_fields_in_a_line_are_one_bad_line) {
  const ReadLog log = text(conn_head + "1" + std::string(1'000'000, '\t') + "\n" + conn_line);
  EXPECT_EQ(log.bad(), 1u);
  EXPECT_EQ(log.flows.size(), 1u);
}

TEST(ZeekLog, marks_that_are_none_leave_the_last_one_standing) {
  const ReadLog log = text(conn_head + "#separator \n#separator " + std::string(100, 'x') +
                           "\n#unset_field\t\n#nothing\n#\n" + conn_line);
  EXPECT_EQ(log.bad(), 3u);
  EXPECT_EQ(log.flows.size(), 1u);
}

TEST(ZeekLog, every_cut_leaves_what_came_before) {
  const std::string whole = conn_head + conn_line + conn_line;
  for (std::size_t cut = 1; cut < conn_line.size(); ++cut) {
    const ReadLog log = text(whole.substr(0, whole.size() - cut));
    EXPECT_EQ(log.flows.size(), 1u) << cut;
    EXPECT_EQ(log.bad(), 1u) << cut;
  }
}

}  // namespace
}  // namespace davy::flow
