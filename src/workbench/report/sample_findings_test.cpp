#include "workbench/report/sample_findings.hpp"

#include <fmt/format.h>

#include <cmath>

namespace davy::report {
namespace {

using flow::Direction;
using flow::MessageKind;

constexpr std::string_view hostile = "<script>alert('x')</script>\"&\x1b[31m\xff\xe2\x80\xae";

Timestamp at(std::int64_t seconds_after_start) {
  return timestamp_ns((1'621'321'391 + seconds_after_start) *
                      1'000'000'000);  // 2021-05-18T07:03:11Z
}

flow::FlowKey key(std::string_view source, std::uint16_t source_port, std::string_view destination,
                  std::uint16_t destination_port) {
  return {
      *parse_ip_address(source), *parse_ip_address(destination), source_port, destination_port, 0,
      capture::Transport::tcp};
}

JudgedFlow flow_between(flow::FlowKey flow_key, std::int64_t first_s, std::int64_t last_s) {
  JudgedFlow out;
  out.record.key = flow_key;
  out.record.first_seen = at(first_s);
  out.record.last_seen = at(last_s);
  out.record.packets = {1'204, 1'377};
  out.record.octets = {98'310, 211'004};
  out.record.opening_seen = true;
  out.record.conversation = std::make_unique<flow::ConversationRecord>();
  out.input = "border.pcapng";
  return out;
}

void count(flow::ConversationRecord& conversation, MessageKind kind, std::uint64_t messages,
           std::int64_t first_s, std::int64_t last_s) {
  conversation.messages[kind] = {messages, at(first_s), at(last_s)};
}

void fill_timeline(flow::Timeline& timeline) {
  timeline.start = at(0);
  timeline.bin_width = std::chrono::seconds{128};
  timeline.counts.resize(flow::Timeline::rows);
  for (std::size_t bin = 0; bin < 60; ++bin) {
    const auto wave =
        static_cast<std::uint16_t>(4 + std::lround(3 * std::sin(static_cast<double>(bin) * 0.7)));
    timeline.counts[0][bin] = bin % 3 == 0 ? 1 : 0;
    timeline.counts[1][bin] = wave;
    timeline.counts[2][bin] = static_cast<std::uint16_t>(bin % 11 == 5 ? wave - 1 : wave);
    timeline.counts[3][bin] = bin % 11 == 5 ? 1 : 0;
    timeline.counts[4][bin] = bin % 2;
  }
}

void add_evidence(flow::ConversationRecord& conversation) {
  const std::string sent = fmt::format(
      R"--({{"id":1,"jsonrpc":"2.0","method":"login","params":{{"login":"{}","pass":"x","agent":"XMRig/6.21.0)--",
      sample_login);
  const std::string share = fmt::format(
      R"--({{"id":2,"jsonrpc":"2.0","method":"submit","params":{{"id":"7f2c","rigid":"{}","nonce":"d0030040"}}}})--",
      sample_worker);
  const std::string answer =
      R"--({"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"7f2c","job":{"blob":"1010d3…)--";
  conversation.evidence = {{at(0), Direction::forward, MessageKind::login,
                            "cryptonote: login with pass and agent", 9.2F, sent},
                           {at(1), Direction::reverse, MessageKind::login_accepted,
                            "cryptonote: login answer with a job", 10.5F, answer},
                           {at(42), Direction::forward, MessageKind::share,
                            "cryptonote: submit with nonce and result", 9.9F, share}};
}

JudgedFlow confirmed_monero() {
  JudgedFlow out = flow_between(key("10.20.4.17", 51'234, "203.0.113.9", 3'333), 0, 7'614);
  flow::ConversationRecord& c = *out.record.conversation;
  c.dialect = "cryptonote";
  c.carrier = "tcp";
  c.miner_sends = Direction::forward;
  c.miner_spoke = c.pool_spoke = true;
  c.coin = "XMR";
  c.algorithm = "rx/0";
  c.coin_basis = "algorithm named";
  c.agent = "XMRig/6.21.0 (Linux x86_64) libuv/1.44.2 gcc/11.4.0";
  c.login = sample_login;
  c.worker = sample_worker;
  c.pool = "pool.example.org:3333";
  c.difficulty_last = c.hashes_per_share = 250'000;
  c.reported_hash_rate = 8'300;
  count(c, MessageKind::login, 1, 0, 0);
  count(c, MessageKind::login_accepted, 1, 1, 1);
  count(c, MessageKind::job, 20, 1, 7'560);
  count(c, MessageKind::share, 241, 42, 7'600);
  count(c, MessageKind::share_accepted, 238, 42, 7'601);
  count(c, MessageKind::share_rejected, 3, 2'210, 6'011);
  count(c, MessageKind::keep_alive, 126, 60, 7'560);
  c.shares = {241, 238, 3, 59'500'000, 238, 60'250'000, 241, at(1), at(7'601)};
  c.strength_nats = 46;
  add_evidence(c);
  c.timeline = std::make_unique<flow::Timeline>();
  fill_timeline(*c.timeline);
  out.hash_rate = energy::estimate_hash_rate(c);
  out.power = energy::estimate_power(*out.hash_rate, c.algorithm);
  out.verdict = {verdict::Level::confirmed,
                 0.999'999'9,
                 {{"mining_conversation", 46,
                   "the miner logged in, the pool accepted and handed out 20 jobs; 241 shares"},
                  {"mining_conversation", 9.2,
                   fmt::format("login of {} to pool.example.org:3333", sample_login)}}};
  return out;
}

JudgedFlow attempt() {
  JudgedFlow out = flow_between(key("10.20.9.80", 40'022, "198.51.100.7", 8'332), 300, 302);
  flow::ConversationRecord& c = *out.record.conversation;
  c.dialect = "stratum-v1";
  c.carrier = "tcp/http";
  c.miner_sends = Direction::forward;
  c.miner_spoke = c.peer_silent = true;
  c.agent = "cgminer/4.10.0";
  c.login = "bob";
  count(c, MessageKind::hello, 1, 300, 300);
  c.evidence = {{at(300), Direction::forward, MessageKind::hello,
                 "stratum-v1: mining.subscribe with an agent", 5.4F,
                 R"({"id":1,"method":"mining.subscribe","params":["cgminer/4.10.0"]})"}};
  out.verdict = {verdict::Level::suspected,
                 0.62,
                 {{"mining_attempt", 2.5, "the miner spoke, nobody answered in kind"}}};
  return out;
}

JudgedFlow one_sided_over_ipv6() {
  JudgedFlow out =
      flow_between(key("2001:db8:10::25", 8'008, "2001:db8:ffff:1234::9", 39'911), 100, 5'000);
  flow::ConversationRecord& c = *out.record.conversation;
  c.dialect = "ethereumstratum-1";
  c.carrier = "tcp/socks5";
  c.miner_sends = Direction::reverse;
  c.miner_spoke = c.peer_not_captured = true;
  c.coin = "ETC";
  c.coin_basis = "dialect";
  count(c, MessageKind::share, 12, 160, 4'900);
  c.shares = {12, 0, 0, 0, 0, 12 * 4.0e9, 12, at(100), at(4'900)};
  c.hashes_per_share = 4.0e9;
  c.messages_unread = 3;
  out.record.key.vlan = 204;
  out.record.packets[0] = out.record.octets[0] = 0;
  out.record.opening_seen = false;
  out.hash_rate = energy::estimate_hash_rate(c);
  out.power = energy::estimate_power(*out.hash_rate, "etchash");
  out.verdict = {
      verdict::Level::probable, 0.97, {{"mining_conversation", 7.1, "12 shares submitted"}}};
  return out;
}

JudgedFlow hostile_names() {
  JudgedFlow out = flow_between(key("10.20.30.40", 1'024, "192.0.2.1", 443), 0, 90);
  flow::ConversationRecord& c = *out.record.conversation;
  c.dialect = "stratum-unlisted";
  c.carrier = "tcp/http/websocket";
  c.agent = c.login = c.worker = c.pool = c.coin = c.algorithm = hostile;
  c.evidence = {{at(0), Direction::forward, MessageKind::login, "generic: login", 3.0F,
                 std::string{hostile}}};
  count(c, MessageKind::job, 1, 0, 0);
  out.input = std::string{hostile};
  out.verdict = {
      verdict::Level::suspected, 0.5, {{"mining_conversation", 0.4, std::string{hostile}}}};
  return out;
}

JudgedFlow without_conversation() {
  JudgedFlow out = flow_between(key("10.20.4.18", 50'100, "203.0.113.77", 34'254), 0, 3'600);
  out.record.conversation.reset();
  out.verdict = {verdict::Level::probable,
                 0.93,
                 {{"noise_handshake", 6.9, "64 octets, answered by 234: Stratum V2 behind Noise"}}};
  return out;
}

JudgedFlow related(flow::RelatedClass related_class, std::string_view source,
                   std::uint16_t destination_port, std::string_view rule) {
  JudgedFlow out = flow_between(key(source, 45'000, "192.0.2.55", destination_port), 10, 1'000);
  out.record.conversation->related = related_class;
  out.record.conversation->related_rule = rule;
  out.record.conversation->carrier = "tcp";
  out.verdict = {verdict::Level::cleared, 0.001, {{"recognised", -8, std::string{rule}}}};
  return out;
}

Coverage coverage(std::string input, std::uint64_t packets) {
  Coverage out;
  out.input = std::move(input);
  out.packets = packets;
  out.octets = packets * 327;
  out.flows = packets / 120;
  out.first_seen = at(0);
  out.last_seen = at(86'400 + 7'614);
  out.other_packets = packets / 50;
  return out;
}

JudgedLoad load(std::string_view detector, std::string_view pattern) {
  const Timestamp begun = at(0);
  JudgedLoad out{.meter = fmt::format("b{}", pattern.size())};
  out.detector = detector;
  out.pattern = pattern;
  out.verdict = {verdict::Level::suspected, 0.04, {{"hidden_load", 3.7, "an unexplained load"}}};
  out.onset = {begun, begun + std::chrono::hours{3}, begun + std::chrono::hours{9}};
  out.last_seen = begun + std::chrono::hours{24 * 40};
  out.kw = {11, 14.5, 18};
  out.kwh = {10'000, 13'920, 17'000};
  out.machines = {3.2, 4.5, 5.8};
  out.hardware = "a machine of 3.25 kW";
  for (std::size_t i = 0; i < static_cast<std::size_t>(Settles::count_); ++i)
    out.settles.push_back(static_cast<Settles>(i));
  for (std::size_t i = 0; i < static_cast<std::size_t>(AlsoPossible::count_); ++i)
    out.also_possible.push_back(static_cast<AlsoPossible>(i));
  out.picture = {begun, {10, 11, 25}, {10, 11, 10}};
  return out;
}

// Every detector and pattern of meters, each a subject, and a system that one of them belongs to.
void add_loads(Findings& out) {
  for (const std::string_view pattern :
       {"constant", "night_only", "with_pauses", "rising", "daytime"})
    out.loads.push_back(load("hidden_load", pattern));
  out.loads.push_back(load("dedicated_load", "flat"));
  out.loads.push_back(load("energy_balance", "unmetered"));
  for (const std::string_view pattern : {"came_back", "came_back_at_night", "never_fell"})
    out.loads.push_back(load("closed_account", pattern));
  out.loads.push_back(load("sudden_growth", "grown"));
  out.loads.push_back(load("yearly_growth", "grown_over_a_year"));
  out.loads.push_back(load("peer_comparison", "steady"));
  out.loads.back().contracted_kw = 30;
  for (const std::string_view pattern : {"one_phase", "two_phases"})
    out.loads.push_back(load("phase_imbalance", pattern));
  for (std::size_t i = 0; i < out.loads.size(); ++i)
    out.subjects.push_back({SubjectKind::meter, out.loads[i].meter, out.loads[i].verdict, {}, {i}});
  out.subjects.push_back({SubjectKind::system, "HPC", out.loads[0].verdict, {0}, {0}});
  out.related_loads.push_back(load("dedicated_load", "flat"));
  out.related_loads[0].cleared_as = "filed_system";
  out.related_loads[0].verdict.level = verdict::Level::cleared;
  out.related_loads[0].system = "DC-1";
  out.related_loads[0].filed_kw = 80;
  for (const std::string_view pattern : {"at_its_floor", "too_early", "not_covered"}) {
    out.related_loads.push_back(load("closed_account", pattern));
    out.related_loads.back().cleared_as = "closed_account";
    out.related_loads.back().verdict.level =
        pattern == "at_its_floor" ? verdict::Level::cleared : verdict::Level::unknown;
  }
  out.related_loads.push_back(load("dedicated_load", "flat"));
  out.related_loads.back().cleared_as = "idle_machine";
  out.related_loads.back().verdict.level = verdict::Level::cleared;
  out.coverage.push_back(coverage("meters.csv", 0));
  out.coverage.back().kind = "csv";
  out.coverage.back().meters =
      MeterCoverage{.meters = 3, .readings = 90, .quality = {}, .understood = "wide"};
  for (std::size_t i = 0; i < power::flaw_kinds; ++i)
    out.coverage.back().meters->quality.add(static_cast<power::Flaw>(i));
}

}  // namespace

Style sample_style(std::string_view language) {
  return {false, std::string{sample_pseudonym_key}, std::string{language}};
}

Findings sample_findings() {
  Findings out;
  out.mining.push_back(confirmed_monero());
  out.mining.push_back(one_sided_over_ipv6());
  out.mining.push_back(without_conversation());
  out.mining.push_back(attempt());
  out.mining.push_back(hostile_names());
  using enum flow::RelatedClass;
  out.related.push_back(
      related(blockchain_node, "10.20.7.7", 8'333, "bitcoin-p2p: version message"));
  out.related.push_back(related(blockchain_node, "10.20.7.8", 18'080, "levin: handshake"));
  out.related.push_back(related(wallet, "10.20.7.9", 8'545, "web3: eth_call"));
  out.subjects.push_back({SubjectKind::host,
                          "10.20.4.17",
                          {verdict::Level::confirmed,
                           0.999'999'9,
                           {{"mining_conversation", 46, fmt::format("as {}", sample_login)}}},
                          {0}});
  out.coverage.push_back(coverage("border.pcapng", 1'234'567));
  out.coverage.push_back(coverage("damaged.pcap", 5'000));
  out.coverage.back().malformed.add(Malformed::json, 2);
  out.coverage.back().malformed.add(Malformed::ip_header, 1);
  out.coverage.back().truncated_packets = 17;
  out.coverage.back().flows_evicted = 4;
  out.coverage.back().conversations_dropped = 1;
  out.coverage.push_back({});
  out.coverage.back().input = "secret.pcap";
  out.coverage.back().error = "secret.pcap: permission denied; run as a user who may read it";
  return out;
}

Findings sample_without_mining() {
  Findings out;
  out.coverage.push_back(coverage("quiet.pcap", 98'765));
  return out;
}

Findings sample_of_every_name() {
  Findings out;
  out.mining.push_back(attempt());
  for (std::size_t kind = 0; kind < flow::message_kinds; ++kind) {
    count(*out.mining[0].record.conversation, static_cast<MessageKind>(kind), kind + 1, 300, 302);
  }
  using enum flow::RelatedClass;
  for (const auto one : {none, blockchain_node, node_rpc, wallet, json_rpc, miner_api,
                         storage_network, trading, pool_contact, own_probe}) {
    out.related.push_back(related(one, "10.20.7.7", 1, "sample"));
  }
  out.coverage.push_back(coverage("every.pcap", 1));
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    out.coverage[0].malformed.add(static_cast<Malformed>(i));
  }
  out.coverage[0].noted.fill(2);
  add_loads(out);
  out.coverage[0].exports_inside.push_back({"ipfix", *parse_ip_address("10.0.0.9"), 4739, 2});
  return out;
}

Findings sample_of_many(std::size_t count, std::size_t inputs) {
  Findings out;
  for (std::size_t i = 0; i < count; ++i) out.mining.push_back(attempt());
  for (std::size_t i = 0; i < inputs; ++i) {
    out.coverage.push_back(coverage(fmt::format("part-{:03}.pcap", i), 1'000));
    if (i % 2 == 1) out.coverage.back().truncated_packets = 1;
  }
  return out;
}

}  // namespace davy::report
