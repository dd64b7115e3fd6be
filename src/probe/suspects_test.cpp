#include "probe/suspects.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

struct Flow {
  std::string verdict = "suspected";
  std::string source = "10.0.0.5";
  std::string destination = "203.0.113.7";
  int source_port = 40000;
  int destination_port = 3333;
  std::string transport = "tcp";
  std::string miner_side = "\"source\"";
  std::string dialect = "null";
  std::string pool = "null";
  std::string carrier = "null";

  std::string line() const {
    return fmt::format(
        R"({{"event":"mining_flow","source_address":"{}","source_port":{},"destination_address":"{}",)"
        R"("destination_port":{},"transport_protocol":"{}","miner_side":{},"dialect":{},"pool":{},)"
        R"("verdict":"{}","carrier":{}}})",
        source, source_port, destination, destination_port, transport, miner_side, dialect, pool,
        verdict, carrier);
  }
};

std::vector<std::string> endpoints(const SuspectReader& reader) {
  std::vector<std::string> out;
  for (const Suspect& suspect : reader.suspects()) out.push_back(to_string(suspect.endpoint));
  return out;
}

TEST(Suspects, are_the_side_that_does_not_mine) {
  SuspectReader reader;
  reader.line(Flow{}.line());
  reader.line(
      Flow{.verdict = "probable", .source = "203.0.113.8", .miner_side = "\"destination\""}.line());
  reader.line(Flow{.destination = "2001:db8::9", .miner_side = "null"}.line());
  EXPECT_THAT(endpoints(reader),
              testing::ElementsAre("203.0.113.7:3333", "203.0.113.8:40000", "[2001:db8::9]:3333"));
  EXPECT_EQ(reader.events(), 3u);
}

TEST(Suspects, are_asked_by_the_name_in_the_clients_hello) {
  const auto with_hosts = [](std::string_view hosts, const char* pool) {
    std::string line = Flow{.pool = pool}.line();
    line.pop_back();
    return fmt::format("{},\"hosts\":{}}}", line, hosts);
  };
  const auto host = [&](std::string_view hosts, const char* pool = "null") {
    SuspectReader reader;
    reader.line(with_hosts(hosts, pool));
    return reader.suspects().empty() ? "none" : reader.suspects()[0].host;
  };
  constexpr std::string_view named =
      R"([{"name":"other.example","source":"http-host"},{"name":"xmr.example","source":"tls-server-name"}])";
  EXPECT_EQ(host(named), "xmr.example");
  EXPECT_EQ(host(named, "\"pool.example:3333\""), "xmr.example");
  EXPECT_EQ(host("[]", "\"pool.example:3333\""), "pool.example");
  for (const auto nothing :
       {"[]", "null", "{}", "[1]", R"([{"name":1,"source":"tls-server-name"}])",
        R"([{"name":"a b\r\n","source":"tls-server-name"}])", R"([{"source":"tls-server-name"}])"})
    EXPECT_EQ(host(nothing), "") << nothing;
}

TEST(Suspects, are_named_once_with_all_that_is_known) {
  SuspectReader reader;
  reader.line(Flow{}.line());
  reader.line(Flow{.source_port = 40001, .dialect = "\"cryptonote\""}.line());
  reader.line(Flow{
      .source_port = 40002, .dialect = "\"stratum-v1\"", .pool = "\"xmr.pool.example.org:3333\""}
                  .line());
  ASSERT_EQ(reader.suspects().size(), 1u);
  EXPECT_EQ(reader.suspects()[0].dialect, Dialect::cryptonote);
  EXPECT_EQ(reader.suspects()[0].host, "xmr.pool.example.org");
  EXPECT_EQ(reader.suspects()[0].host_and_port(), "xmr.pool.example.org:3333");
}

TEST(Suspects, are_not_what_needs_no_question_or_cannot_be_asked) {
  SuspectReader reader;
  reader.line(Flow{.verdict = "confirmed"}.line());
  reader.line(Flow{.verdict = "cleared"}.line());
  reader.line(Flow{.transport = "udp"}.line());
  reader.line(Flow{.carrier = "\"tcp/socks5\""}.line());
  reader.line(Flow{.carrier = "\"tcp/http-connect\""}.line());
  reader.line(R"({"event":"related_flow","verdict":"suspected"})");
  reader.line(R"({"event":"coverage"})");
  EXPECT_TRUE(reader.suspects().empty());
  EXPECT_EQ(reader.confirmed(), 1u);
  EXPECT_EQ(reader.udp(), 1u);
  EXPECT_EQ(reader.proxied(), 2u);
  EXPECT_EQ(reader.malformed(), 0u);
}

TEST(Suspects, hold_no_name_that_may_not_stand_in_a_header) {
  for (const auto* pool : {"\"a b:1\"", "\"pool\\r\\nX: y\"", "\"192.0.2.1:3333\"", "\"\"",
                           "\"-x.example\"", "\"p\\\"q\"", "17", "\"[2001:db8::1]:1\""}) {
    SuspectReader reader;
    reader.line(Flow{.pool = pool}.line());
    ASSERT_EQ(reader.suspects().size(), 1u) << pool;
    EXPECT_EQ(reader.suspects()[0].host, "") << pool;
    EXPECT_EQ(reader.suspects()[0].host_and_port(), "203.0.113.7:3333");
  }
  SuspectReader reader;
  reader.line(Flow{.pool = "\"" + std::string(254, 'a') + "\""}.line());
  EXPECT_EQ(reader.suspects()[0].host, "");
}

TEST(Suspects, lines_that_are_no_events_are_counted) {
  SuspectReader reader;
  const std::vector<std::string> lines{"not JSON",
                                       "[]",
                                       "17",
                                       "{}",
                                       "{\"event\":17}",
                                       "{\"event\":\"mining_flow\"",
                                       Flow{.destination = "pool.example"}.line(),
                                       Flow{.destination_port = 0}.line(),
                                       Flow{.destination_port = 65'536}.line(),
                                       Flow{.destination_port = -1}.line(),
                                       "{\"event\":\"mining_flow\",\"x\":\"" +
                                           std::string(limits::log_line_octets_max, 'x') + "\"}"};
  for (const std::string& line : lines) reader.line(line);
  EXPECT_EQ(reader.malformed(), lines.size());
  EXPECT_TRUE(reader.suspects().empty());
  reader.line("");
  reader.line("  \r");
  EXPECT_EQ(reader.malformed(), lines.size());
}

TEST(Suspects, every_cut_of_a_line_is_malformed) {
  const std::string line = Flow{}.line();
  SuspectReader reader;
  for (std::size_t cut = 1; cut < line.size(); ++cut) reader.line(line.substr(0, cut));
  EXPECT_EQ(reader.malformed(), line.size() - 1);
}

TEST(Suspects, beyond_the_bound_are_left_out_and_counted) {
  SuspectReader reader;
  for (std::size_t i = 0; i < limits::probe_suspects_max + 3; ++i)
    reader.line(Flow{.destination = fmt::format("10.1.{}.{}", i / 250, i % 250)}.line());
  EXPECT_EQ(reader.suspects().size(), limits::probe_suspects_max);
  EXPECT_EQ(reader.left_out(), 3u);
}

}  // namespace
}  // namespace davy::probe
