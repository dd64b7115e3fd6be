#include "flow/export/eve_log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/limits.hpp"
#include "flow/export/log_reader_test_support.hpp"

namespace davy::flow {
namespace {

ReadLog eve(const std::string& log) { return {LogKind::eve, log}; }

std::string file(const std::string& name) {
  std::ifstream in(std::string(DAVY_SOURCE_DIR) + "/tests/logs/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::string ends =
    R"("src_ip":"10.0.0.1","src_port":5000,"dest_ip":"192.0.2.1","dest_port":443,)";
std::string event(const std::string& type, const std::string& rest,
                  const std::string& proto = "TCP") {
  return R"({"timestamp":"2026-03-02T08:00:01.500000+0000","flow_id":7,"event_type":")" + type +
         "\"," + ends + R"("proto":")" + proto + "\"," + rest + "}\n";
}
const std::string flow_members =
    R"("flow":{"pkts_toserver":9,"pkts_toclient":8,"bytes_toserver":900,"bytes_toclient":800,)"
    R"("start":"2026-03-02T08:00:00.000000+0000","end":"2026-03-02T08:00:01.000000+0000"},)"
    R"("tcp":{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1a"})";
const std::string netflow_members =
    R"("netflow":{"pkts":9,"bytes":900,"start":"2026-03-02T08:00:00.000000+0000",)"
    R"("end":"2026-03-02T08:00:01.000000+0000"},"tcp":{"tcp_flags":"1b"})";
std::string with(std::string line, const std::string& old, const std::string& now) {
  const std::size_t at = line.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return line.replace(at, old.size(), now);
}

TEST(EveLog, reads_what_suricata_7_wrote) {
  const ReadLog log = eve(file("eve.json"));
  const std::string asked = "lookup 2026-03-02T08:01:";
  EXPECT_EQ(log.told,
            asked + "07.655417Z 10.24.1.18 mail.example.edu - 0\n" + asked +
                "07.696054Z 10.24.1.18 mail.example.edu 198.51.100.26 300\n" + asked +
                "10.684650Z 10.24.1.18 www.example.edu - 0\n" + asked +
                "10.724563Z 10.24.1.18 www.example.edu 198.51.100.165 300\n"
                "flow 10.25.9.223 34722 203.0.113.206 3333 0 6 2026-03-02T08:00:01.983145Z "
                "2026-03-02T08:08:02.787350Z 98 12779 27 60 18437 27 both client\n"
                "flow 2001:db8:20:16::9d5 39760 2001:db8:f4c::67 3333 0 6 "
                "2026-03-02T08:00:00.771179Z 2026-03-02T08:03:01.427236Z 30 4251 27 21 6784 27 "
                "both client\n"
                "flow 172.27.197.138 51772 198.51.100.181 50001 300 6 2026-03-02T08:00:04.852365Z "
                "2026-03-02T08:00:19.640926Z 12 2023 27 9 1303 27 both client\n");
  EXPECT_EQ(log.flows.at(0).octets_of, OctetsOf::link);
  EXPECT_EQ(log.reader.counts().repeated_flows, 6u);
  EXPECT_EQ(log.reader.counts().times_without_zone, 0u);
  EXPECT_EQ(log.bad() + log.out_of_time(), 0u);
}

TEST(EveLog, reads_netflow_where_it_stands_alone_or_first) {
  const std::string back = with(with(event("netflow", netflow_members), "10.0.0.1", "192.0.2.9"),
                                "\"pkts\":9", "\"pkts\":8");
  const ReadLog log = eve(event("netflow", netflow_members) + back + event("flow", flow_members));
  ASSERT_EQ(log.flows.size(), 2u);
  EXPECT_EQ(log.flows[1].packets, (std::array<std::uint64_t, 2>{8, 0}));
  EXPECT_FALSE(log.flows[0].both_directions);
  EXPECT_FALSE(log.flows[0].client_known);
  EXPECT_EQ(log.reader.counts().repeated_flows, 1u);
  const std::string other = with(event("flow", flow_members), "\"flow_id\":7", "\"flow_id\":8");
  EXPECT_EQ(eve(event("netflow", netflow_members) + other).flows.size(), 2u);
  const std::string nameless = with(event("flow", flow_members), "\"flow_id\":7,", "");
  EXPECT_EQ(eve(event("netflow", netflow_members) + nameless).flows.size(), 2u);
}

TEST(EveLog, a_zone_is_counted_in) {
  const ReadLog log =
      eve(with(event("flow", flow_members), "08:00:00.000000+0000", "10:00:00.000000+0200"));
  EXPECT_EQ(to_rfc3339(log.flows.at(0).first_seen), "2026-03-02T08:00:00.000000Z");
}

TEST(EveLog, the_flags_tell_who_opened) {
  EXPECT_TRUE(eve(event("flow", flow_members)).flows.at(0).client_known);
  const std::string middle = with(flow_members, R"("tcp_flags_ts":"1b")", R"("tcp_flags_ts":"18")");
  EXPECT_FALSE(eve(event("flow", middle)).flows.at(0).client_known);
  EXPECT_TRUE(eve(event("flow", middle, "UDP")).flows.at(0).client_known);
}

const std::string asked = "lookup 2026-03-02T08:00:01.500000Z 10.0.0.1 pool.example ";
std::string dns(const std::string& members) {
  return event("dns", "\"dns\":{" + members + "}", "UDP");
}

TEST(EveLog, reads_dns_of_version_1) {
  const std::string start = R"("type":"answer","id":9,"rcode":"NOERROR",)";
  const std::string both =
      dns(start + R"("rrname":"pool.example","rrtype":"CNAME","ttl":30,"rdata":"a.example")") +
      dns(start + R"("rrname":"a.example","rrtype":"A","ttl":60,"rdata":"192.0.2.7")");
  EXPECT_EQ(eve(both).told, asked + "192.0.2.7 60\n");
  // The answer's own name where the alias was in another message.
  EXPECT_EQ(eve(with(both, "\"id\":9", "\"id\":8")).lookups.at(0).name, "a.example");
}

TEST(EveLog, reads_dns_of_version_2) {
  const std::string start =
      R"("version":2,"type":"answer","id":9,"rrname":"Pool.Example","rrtype":"A","rcode":"NOERROR")";
  const std::string answers =
      R"(,"answers":[{"rrname":"pool.example","rrtype":"CNAME","ttl":5,"rdata":"a.example"},)"
      R"({"rrname":"a.example","rrtype":"A","ttl":60,"rdata":"192.0.2.7"},)"
      R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.8"}])";
  const std::string grouped =
      R"(,"grouped":{"CNAME":["a.example"],"A":["192.0.2.7","192.0.2.8"],"AAAA":["2001:db8::1"]})";
  EXPECT_EQ(eve(dns(start + answers + grouped)).told,
            asked + "192.0.2.7 60\n" + asked + "192.0.2.8 0\n");
  EXPECT_EQ(eve(dns(start + grouped)).told,
            asked + "192.0.2.7 0\n" + asked + "192.0.2.8 0\n" + asked + "2001:db8::1 0\n");
  EXPECT_EQ(eve(dns(start)).told, asked + "- 0\n");
  EXPECT_EQ(eve(dns(with(start, "answer", "query") + answers)).told, asked + "- 0\n");
}

TEST(EveLog, reads_dns_of_version_3) {
  const std::string queries = R"("id":9,"queries":[{"rrname":"pool.example","rrtype":"A"}])";
  const std::string answers =
      R"(,"answers":[{"rrname":"x","rrtype":"A","ttl":6,"rdata":"192.0.2.7"}])";
  EXPECT_EQ(eve(dns(R"("version":3,"type":"response",)" + queries + answers)).told,
            asked + "192.0.2.7 6\n");
  EXPECT_EQ(eve(dns(R"("version":3,"type":"request",)" + queries)).told, asked + "- 0\n");
}

TEST(EveLog, an_answer_with_the_ends_of_its_packet_is_the_clients) {
  std::string line = dns(R"("type":"answer","rrname":"pool.example","rdata":"192.0.2.7","ttl":1)");
  line = with(line, R"("src_ip":"10.0.0.1","src_port":5000,"dest_ip":"192.0.2.1","dest_port":443)",
              R"("src_ip":"192.0.2.53","src_port":53,"dest_ip":"10.0.0.1","dest_port":5000)");
  EXPECT_EQ(eve(line).told, asked + "192.0.2.7 1\n");
}

TEST(EveLog, reads_names) {
  const std::string ja3 = "c834494f5948ae026d160656c93c8871";
  const ReadLog log = eve(
      event("tls",
            R"("tls":{"subject":"C=US, CN=cert.example","issuerdn":"CN=x","sni":"pool.example",)"
            R"("version":"TLS 1.2","subjectaltname":["alt.example","*.alt.example"],)"
            R"("client_alpns":["h2","http/1.1"],"ja3":{"hash":")" +
                ja3 + R"(","string":"771,1"},"ja3s":{"hash":"0"},"ja4":"t12d_a_b"})") +
      event("quic",
            R"("quic":{"version":"1","sni":"q.example","ja3":{"hash":")" + ja3 +
                R"(","string":"x"},"ja4":"q13d_a_b"})",
            "UDP") +
      event("quic", R"("quic":{"version":"1"})", "UDP") +
      event("http", R"("http":{"hostname":"web.example","http_method":"GET","url":"/secret"})") +
      event("http", R"("http":{"http_method":"CONNECT","url":"pool.example:3333"})"));
  const std::string start = "names 10.0.0.1 5000 192.0.2.1 443 0 ";
  const std::string time = " 2026-03-02T08:00:01.500000Z ";
  EXPECT_EQ(log.told, start + "6" + time +
                          "tls-server-name=pool.example tls-certificate=cert.example "
                          "tls-certificate=alt.example pool.example h2 " +
                          ja3 + " t12d_a_b\n" + start + "17" + time +
                          "quic-server-name=q.example q.example  " + ja3 + " q13d_a_b\n" + start +
                          "6" + time + "http-host=web.example    \n" + start + "6" + time +
                          "proxy-target=pool.example    \n");
  EXPECT_EQ(log.reader.counts().other_events, 1u);
}

TEST(EveLog, other_events_and_transports_are_counted) {
  const ReadLog log = eve(event("alert", flow_members) + event("fileinfo", "\"x\":1") +
                          event("flow", flow_members, "ICMP") +
                          R"({"timestamp":"2026-03-02T08:00:01+0000","event_type":"stats"})");
  EXPECT_EQ(log.reader.counts().other_events, 3u);
  EXPECT_EQ(log.reader.counts().other_transports, 1u);
  EXPECT_EQ(log.bad() + log.flows.size(), 0u);
}

TEST(EveLog, every_malformed_line_is_counted_and_the_next_is_read) {
  const std::string good = event("flow", flow_members);
  for (const auto& [old, now] : std::vector<std::pair<std::string, std::string>>{
           {"\"event_type\":\"flow\",", ""},
           {"10.0.0.1", "10.0.0.1.1"},
           {"\"10.0.0.1\"", "[\"10.0.0.1\"]"},
           {":5000", ":70000"},
           {":5000", ":-5"},
           {":5000", ":5e3"},
           {"\"proto\":\"TCP\",", ""},
           {":9,", ":\"many\","},
           {":9,", ":-9,"},
           {":9,", ":null,"},
           {":900,", ":99999999999999999999,"},
           {"\"start\":\"2026-03-02T08:00:00.000000+0000\",", ""},
           {"2026-03-02T08:00:00.000000+0000", "yesterday"},
           {"}", ""},
           {"{", "["}}) {
    const ReadLog log = eve(with(good, old, now) + good);
    EXPECT_EQ(log.bad(), 1u) << old << " " << now;
    EXPECT_EQ(log.flows.size(), 1u) << old << " " << now;
  }
}

TEST(EveLog, numbers_as_text_are_numbers) {
  EXPECT_EQ(eve(with(event("flow", flow_members), ":9,", ":\"9\",")).flows.at(0).packets[0], 9u);
}

TEST(EveLog, times_that_cannot_be_are_counted) {
  const std::string good = event("flow", flow_members);
  for (const char* now : {"2026-03-02T08:00:01.000001+0000", "1970-01-01T00:00:00.000000+0000",
                          "2014-03-02T08:00:00+0000", "9999-03-02T08:00:00+0000"}) {
    const ReadLog log = eve(good + with(good, "2026-03-02T08:00:00.000000+0000", now) + good);
    EXPECT_EQ(log.out_of_time(), 1u) << now;
    EXPECT_EQ(log.flows.size(), 2u) << now;
  }
}

TEST(EveLog, a_huge_set_is_cut) {
  std::string answers = R"("type":"answer","rrname":"pool.example","grouped":{"A":["192.0.2.1")";
  for (int i = 0; i < 20'000; ++i) answers += ",\"192.0.2.1\"";
  const ReadLog log = eve(dns(answers + "]}"));
  EXPECT_EQ(log.lookups.size(), limits::log_list_items_max);
  EXPECT_EQ(log.reader.counts().lists_cut, 1u);
}

TEST(EveLog, every_cut_leaves_what_came_before) {
  const std::string line = event("flow", flow_members);
  for (std::size_t octets = 1; octets + 1 < line.size(); ++octets) {
    const ReadLog log = eve(line + line.substr(0, octets));
    EXPECT_EQ(log.flows.size(), 1u) << octets;
    EXPECT_EQ(log.bad(), 1u) << octets;
  }
  EXPECT_EQ(eve(line + line.substr(0, line.size() - 1)).flows.size(), 2u);  // whole, but its break
}

}  // namespace
}  // namespace davy::flow
