#include "lab/rhythm/evaluate_proxies.hpp"

#include <fmt/format.h>

#include "lab/rhythm/play.hpp"
#include "signal/network/inside_proxy.hpp"
#include "signal/network/rhythm.hpp"
#include "verdict/verdict.hpp"

namespace davy::lab {
namespace {

using flow::FlowRecord;

constexpr std::size_t clients = 8;
enum class Upstream { unseen, seen, known };  // known: by its name

// The first session is the upstream, the others are clients of port 3333 of its host.
std::vector<FlowRecord> flows_of(std::vector<Session>& sessions, Upstream upstream,
                                 Random& random) {
  std::vector<FlowRecord> records;
  const IpAddress proxy = *parse_ip_address("10.0.0.5");
  for (std::size_t i = upstream == Upstream::unseen ? 1 : 0; i < sessions.size(); ++i) {
    put_on({.record_octets = 22, .jitter_s = .005}, random, sessions[i].messages);
    records.push_back(record_of(sessions[i].messages));
    flow::FlowKey& key = records.back().key;
    key.source_address = i == 0 ? proxy : *parse_ip_address(fmt::format("10.0.1.{}", i));
    key.destination_address = i == 0 ? *parse_ip_address("198.51.100.7") : proxy;
    key.source_port = static_cast<std::uint16_t>(40'000 + i);
    key.destination_port = i == 0 ? 443 : 3333;
  }
  return records;
}

struct Judged {
  std::size_t suspected = 0, by_clocks = 0, by_proxy = 0;  // clients
};

bool is_probable(const FlowRecord& record, std::vector<signal::Signal> others) {
  if (auto shape = signal::rhythm(record)) others.push_back(std::move(*shape));
  return verdict::judge(std::move(others)).level <= verdict::Level::probable;
}

Judged judge(const std::vector<FlowRecord>& records, Upstream upstream) {
  const signal::Synchrony synchrony(records);
  const signal::InsideProxies proxies(records, [&](const FlowRecord& record) {
    return upstream == Upstream::known && record.key.destination_port == 443;
  });
  Judged found;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].key.destination_port == 443) continue;
    found.suspected += signal::is_rhythm_suspect(records[i]);
    const auto clock = synchrony.signal(i);
    found.by_clocks +=
        is_probable(records[i], clock ? std::vector{*clock} : std::vector<signal::Signal>{});
    const auto told = proxies.signals().find(i);
    if (told != proxies.signals().end()) found.by_proxy += is_probable(records[i], told->second);
  }
  return found;
}

void add(Judged& sum, const Judged& more) {
  sum.suspected += more.suspected;
  sum.by_clocks += more.by_clocks;
  sum.by_proxy += more.by_proxy;
}

std::string shares(const Judged& found, std::size_t flows) {
  const auto percent = [&](std::size_t part) {
    return 100. * static_cast<double>(part) / static_cast<double>(flows);
  };
  return fmt::format("{:5.1f} % suspected, probable by clocks {:5.1f} %, by the proxy {:5.1f} %",
                     percent(found.suspected), percent(found.by_clocks), percent(found.by_proxy));
}

// What a hub hands on: its own source comes first.
std::vector<Session> relay(Random& random, double duration_s, std::string_view kind) {
  auto sessions = listeners_of_one_source(random, duration_s, clients + 1, kind);
  for (Message& m : sessions[0].messages) m.time_s -= .2;
  return sessions;
}

std::vector<Session> each_its_own(Random& random, double duration_s, std::string_view kind) {
  std::vector<Session> sessions;
  for (std::size_t i = 0; i <= clients; ++i)
    sessions.push_back(kind.empty() ? mining(random, duration_s)
                                    : benign(random, duration_s, kind));
  return sessions;
}

using Make = std::vector<Session> (*)(Random&, double, std::string_view);

Judged services(Make make, std::string_view kind, Upstream upstream, std::size_t count,
                std::uint64_t seed) {
  Random random(seed);
  Judged sum;
  for (std::size_t i = 0; i < count; ++i) {
    auto sessions = make(random, log_uniform(random, 1800, 4 * 3600), kind);
    add(sum, judge(flows_of(sessions, upstream, random), upstream));
  }
  return sum;
}

}  // namespace

void behind_a_proxy(std::size_t proxies, std::uint64_t seed) {
  fmt::print("{} miners of one proxy, TLS, 30 minutes, {} proxies each\n", clients, proxies);
  constexpr std::pair<const char*, Upstream> upstreams[] = {{"upstream not seen", Upstream::unseen},
                                                            {"upstream seen", Upstream::seen},
                                                            {"upstream known", Upstream::known}};
  for (const double interval_s : {15., 30., 60., 120., 300.}) {
    for (const auto& [name, upstream] : upstreams) {
      Random random(seed);
      Judged sum;
      for (std::size_t i = 0; i < proxies; ++i) {
        auto sessions = proxy_and_its_miners(random, 1800, clients, interval_s);
        add(sum, judge(flows_of(sessions, upstream, random), upstream));
      }
      fmt::print("  a job every {:3.0f} s, {:18} {}\n", interval_s, name,
                 shares(sum, proxies * clients));
    }
  }
}

void many_clients_of_one_service(std::size_t count, std::uint64_t seed) {
  fmt::print(
      "{} clients of one service that is no proxy, 30 minutes to 4 hours, {} services each\n",
      clients, count);
  const auto row = [&](std::string_view what, std::string_view kind, Make make, Upstream upstream) {
    const Judged found = services(make, kind, upstream, count, seed);
    if (found.suspected > 0)
      fmt::print("  {:22} {:20} {}\n", what, kind.empty() ? "job queue" : kind,
                 shares(found, count * clients));
  };
  // By its shape a job queue is a pool.
  row("fan-in alone", "", each_its_own, Upstream::unseen);
  row("an upstream of its own", "", each_its_own, Upstream::seen);
  for (const std::string_view kind : benign_kinds()) {
    row("fan-in alone", kind, each_its_own, Upstream::unseen);
    row("an upstream of its own", kind, each_its_own, Upstream::seen);
    row("hands on its source", kind, relay, Upstream::seen);
  }
}

}  // namespace davy::lab
