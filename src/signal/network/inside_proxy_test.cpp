#include "signal/network/inside_proxy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "base/limits.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::signal {
namespace {

using flow::FlowRecord;

const char* const proxy_host = "10.0.0.5";

void connect(FlowRecord& record, const std::string& client, const std::string& server,
             std::uint16_t port) {
  record.key.source_address = *parse_ip_address(client);
  record.key.destination_address = *parse_ip_address(server);
  record.key.source_port = 40000;
  record.key.destination_port = port;
}

constexpr Timestamp start{std::chrono::hours{480'000}};

std::vector<double> at_random(std::uint64_t seed, double mean_s, double span_s) {
  std::mt19937_64 random(seed);
  std::exponential_distribution<double> gap(1 / mean_s);
  std::vector<double> times;
  for (double t = gap(random); t < span_s; t += gap(random)) times.push_back(t);
  return times;
}

// A flow that was judged shaped like a miner, with shares at random, told of the jobs a little later.
FlowRecord suspect(const std::vector<double>& jobs, std::uint64_t seed, double late_s) {
  FlowRecord record;
  record.opening_seen = true;
  record.first_seen = start;
  record.last_seen = start + std::chrono::hours{1};
  record.rhythm = std::make_unique<flow::RhythmRecord>();
  record.packets = {100, 100};
  auto& r = *record.rhythm;
  r.opening_seen = true;
  for (const double t : at_random(seed, 30, 900)) {
    r.window.push_back({static_cast<float>(t), 230, flow::Direction::forward});
    r.window.push_back({static_cast<float>(t) + .1f, 60, flow::Direction::reverse});
  }
  r.messages = static_cast<std::uint32_t>(r.window.size());
  r.checkpoints = {{600, 6, r.messages}};
  for (const double t : jobs) {
    const auto moment = std::chrono::duration<double>(t + late_s);
    r.pushes.push_back(start + std::chrono::duration_cast<Duration>(moment));
  }
  return record;
}

// The upstream first, then its miners.
std::vector<FlowRecord> proxy_flows(std::uint64_t seed, std::size_t miners = 4) {
  const auto jobs = at_random(seed, 40, 3600);
  std::vector<FlowRecord> records;
  records.push_back(suspect(jobs, seed + 100, 0));
  connect(records[0], proxy_host, "198.51.100.7", 443);
  for (std::size_t i = 1; i <= miners; ++i) {
    records.push_back(suspect(jobs, seed + 100 + i, .003 * static_cast<double>(i)));
    connect(records[i], fmt::format("10.0.1.{}", i), proxy_host, 3333);
  }
  return records;
}

bool nobody(const FlowRecord&) { return false; }
bool upstream_is_known(const FlowRecord& record) { return record.key.destination_port == 443; }

bool has_group(const InsideProxies& found, std::size_t record, std::string_view group) {
  const auto told = found.signals().find(record);
  return told != found.signals().end() &&
         std::ranges::find(told->second, group, &Signal::independence_group) != told->second.end();
}
bool says(const InsideProxies& found, std::size_t record, std::string_view text) {
  const auto told = found.signals().find(record);
  return told != found.signals().end() && std::ranges::any_of(told->second, [&](const Signal& s) {
           return s.reasons[0].evidence.find(text) != std::string::npos;
         });
}

TEST(InsideProxy, ItsMinersAndItsUpstreamAreLinkedAndNamed) {
  const auto records = proxy_flows(3);
  const InsideProxies found(records, nobody);
  EXPECT_TRUE(has_group(found, 0, "synchrony"));
  EXPECT_TRUE(has_group(found, 1, "synchrony"));
  EXPECT_TRUE(says(found, 1, "10.0.0.5:3333 hands on what 198.51.100.7:443 tells it"));
  EXPECT_GT(found.pairs_compared(), 0u);
}

TEST(InsideProxy, FanInAloneAddsNoKindOfEvidence) {
  auto records = proxy_flows(3, 12);
  records.erase(records.begin());
  const InsideProxies found(records, nobody);
  ASSERT_FALSE(found.signals().empty());
  for (const auto& [i, signals] : found.signals()) {
    for (const Signal& s : signals) {
      EXPECT_LE(s.strength_nats, 1);
      EXPECT_EQ(s.independence_group, rhythm(records[i])->independence_group);
      EXPECT_EQ(s.basis, Basis::behaviour);
    }
  }
}

TEST(InsideProxy, TwoClientsAreNoFanIn) {
  auto records = proxy_flows(3, 2);
  records.erase(records.begin());
  EXPECT_TRUE(InsideProxies(records, nobody).signals().empty());
}

TEST(InsideProxy, AnotherPoolsJobsUpstreamContradict) {
  auto records = proxy_flows(3);
  const auto others = proxy_flows(4);
  records[0].rhythm = std::make_unique<flow::RhythmRecord>(*others[0].rhythm);
  const InsideProxies found(records, upstream_is_known);
  EXPECT_FALSE(has_group(found, 1, "synchrony"));
  EXPECT_FALSE(has_group(found, 1, "infrastructure"));
}

TEST(InsideProxy, AnUpstreamKnownByNameIsASecondKindWhereNothingContradicts) {
  auto records = proxy_flows(3);
  records[0].rhythm = nullptr;
  const InsideProxies known(records, upstream_is_known);
  EXPECT_TRUE(has_group(known, 1, "infrastructure"));
  EXPECT_TRUE(has_group(known, 0, "infrastructure"));
  EXPECT_TRUE(says(known, 1, "known as a pool's"));
  EXPECT_FALSE(has_group(InsideProxies(records, nobody), 1, "infrastructure"));
}

TEST(InsideProxy, AnUpstreamThatWasReadIsToo) {
  auto records = proxy_flows(3);
  records[0].rhythm = nullptr;
  records[0].conversation = std::make_unique<flow::ConversationRecord>();
  records[0].conversation->miner_spoke = records[0].conversation->pool_spoke = true;
  records[0].conversation->miner_sends = flow::Direction::forward;
  const InsideProxies found(records, nobody);
  EXPECT_TRUE(says(found, 1, "where mining was read"));
  EXPECT_FALSE(found.signals().contains(0)) << "what was read needs no more";
}

TEST(InsideProxy, AnUpstreamOfAnotherTimeSaysNothing) {
  auto records = proxy_flows(3);
  records[0].rhythm = nullptr;
  records[0].first_seen -= std::chrono::hours{5};
  records[0].last_seen -= std::chrono::hours{5};
  EXPECT_FALSE(has_group(InsideProxies(records, upstream_is_known), 1, "infrastructure"));
}

TEST(InsideProxy, WhatForwardsForAnyoneSaysNothingOfItsOtherClients) {
  auto records = proxy_flows(3);
  records[0].rhythm = nullptr;
  records[4].names = std::make_unique<flow::NamesRecord>();
  flow::add_host(*records[4].names, "mail.example", flow::NameSource::proxy_target);
  const InsideProxies found(records, upstream_is_known);
  for (std::size_t i = 0; i < records.size(); ++i)
    EXPECT_FALSE(has_group(found, i, "infrastructure"));
}

TEST(InsideProxy, WhoIsToldBeforeItsServerIsHasTheClockFromElsewhere) {
  auto records = proxy_flows(3);
  for (Timestamp& t : records[1].rhythm->pushes) t -= std::chrono::milliseconds{300};
  const InsideProxies found(records, nobody);
  EXPECT_FALSE(has_group(found, 1, "synchrony"));
  EXPECT_TRUE(has_group(found, 2, "synchrony"));
}

TEST(InsideProxy, AnotherHostsUpstreamSaysNothing) {
  auto records = proxy_flows(3);
  connect(records[0], "10.0.0.6", "198.51.100.7", 443);
  const InsideProxies found(records, upstream_is_known);
  EXPECT_FALSE(has_group(found, 1, "synchrony"));
  EXPECT_FALSE(has_group(found, 1, "infrastructure"));
}

TEST(InsideProxy, NotMoreThanTheBoundAreCompared) {
  auto records = proxy_flows(3, 1);
  while (records.size() < limits::proxy_clients_max + 20) {
    FlowRecord more;
    more.rhythm = std::make_unique<flow::RhythmRecord>(*records[1].rhythm);
    more.opening_seen = true;
    connect(more, fmt::format("10.1.{}.{}", records.size() / 200, records.size() % 200), proxy_host,
            3333);
    records.push_back(std::move(more));
  }
  EXPECT_EQ(InsideProxies(records, nobody).pairs_compared(), limits::proxy_clients_max);
}

TEST(InsideProxy, OrderOfTheFlowsDoesNotMatter) {
  auto records = proxy_flows(5);
  const InsideProxies forward(records, nobody);
  std::ranges::reverse(records);
  const InsideProxies backward(records, nobody);
  for (std::size_t i = 0; i < records.size(); ++i)
    EXPECT_EQ(has_group(forward, i, "synchrony"),
              has_group(backward, records.size() - 1 - i, "synchrony"));
}

}  // namespace
}  // namespace davy::signal
