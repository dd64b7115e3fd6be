#include "signal/network/inside_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "base/limits.hpp"
#include "signal/network/interval_shape.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::signal {
namespace {

using flow::Direction;
using flow::FlowRecord;

constexpr std::string_view detector = "inside_proxy";
// Beyond chance, and no more than a clock may say: as in synchrony.cpp.
constexpr double log_p_max = -13.8, clock_nats_max = 14;
// A server whose host mines, or talks to a pool by name, might be one that was broken into and serves other things too.
constexpr double read_upstream_nats = 4, known_upstream_nats = 3;
// The service hands jobs on to another client: most likely to this one too.
constexpr double shared_service_nats = 3;
// Job queues, brokers and hubs have as many clients as proxies do.
constexpr double fan_in_nats = 1;
constexpr std::size_t fan_in_min = 3;
// A proxy handles a job before it hands it on; clocks of one sensor agree to much less than this.
constexpr double lead_max_s = .05;
// Of so many pushes that could have agreed, a proxy's client misses few.
constexpr std::uint32_t contradicting_pushes = 8;
constexpr Duration together_min = std::chrono::minutes{1};

std::string name_of(const IpAddress& host, std::uint16_t port) {
  return host.is_v4() ? fmt::format("{}:{}", to_string(host), port)
                      : fmt::format("[{}]:{}", to_string(host), port);
}

std::size_t pushes_of(const FlowRecord& record) {
  return record.rhythm ? record.rhythm->pushes.size() : 0;
}

bool is_forwarded(const FlowRecord& record) {
  const bool tunnel =
      record.conversation && (record.conversation->carrier.find("socks") != std::string::npos ||
                              record.conversation->carrier.find("connect") != std::string::npos);
  return tunnel ||
         (record.names && std::ranges::any_of(record.names->hosts, [](const flow::HostName& host) {
            return host.source == flow::NameSource::proxy_target;
          }));
}

// How much later the client was told, in the middle, of what came within `width_s` of a push upstream.
double median_lag_s(std::span<const Timestamp> upstream, std::span<const Timestamp> client,
                    double width_s) {
  std::vector<double> lags;
  for (const Timestamp t : client) {
    const auto after = std::ranges::lower_bound(upstream, t);
    double nearest = width_s + 1;
    if (after != upstream.end()) nearest = seconds(t - *after);
    if (after != upstream.begin() && seconds(t - after[-1]) < std::abs(nearest))
      nearest = seconds(t - after[-1]);
    if (std::abs(nearest) <= width_s) lags.push_back(nearest);
  }
  if (lags.empty()) return 0;
  const auto middle = lags.begin() + static_cast<std::ptrdiff_t>(lags.size() / 2);
  std::ranges::nth_element(lags, middle);
  return *middle;
}

}  // namespace

InsideProxies::InsideProxies(std::span<const FlowRecord> records, const IsPool& is_pool)
    : records_(records) {
  std::map<Service, Proxy> proxies;
  find_services(proxies);
  find_upstreams(proxies, is_pool);
  for (auto& [service, proxy] : proxies) compare_all(proxy);
  // Only now is it known how many pairs were compared.
  for (const auto& [service, proxy] : proxies) judge(proxy);
}

// A flow that is shaped like mining, or in which it was read, from its miner's side.
std::optional<InsideProxies::End> InsideProxies::end_of(std::size_t record) const {
  const FlowRecord& r = records_[record];
  End end;
  end.record = record;
  Direction client = Direction::forward;
  if (r.conversation) {
    const flow::ConversationRecord& c = *r.conversation;
    end.is_read = c.pool_spoke && c.miner_sends.has_value();
    client = c.miner_sends.value_or(Direction::forward);
  } else if (is_rhythm_suspect(r)) {
    end.is_shape = true;
    client = rhythm_client(*r.rhythm);
  } else if (const auto opinion = interval_opinion(r);
             opinion && opinion->strength_nats >= interval_suspect_nats) {
    end.is_shape = true;
    client = opinion->client;
  }
  const bool forward = client == Direction::forward;
  const flow::FlowKey& k = r.key;
  end.client = forward ? k.source_address : k.destination_address;
  end.server = forward ? Service{k.destination_address, k.destination_port}
                       : Service{k.source_address, k.source_port};
  if (end.client == end.server.host) return std::nullopt;
  return end;
}

void InsideProxies::find_services(std::map<Service, Proxy>& proxies) const {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto end = end_of(i);
    if (!end || (!end->is_read && !end->is_shape)) continue;
    Proxy& proxy = proxies[end->server];
    proxy.service = end->server;
    proxy.forwards = proxy.forwards || is_forwarded(records_[i]);
    proxy.clients.push_back(*end);
  }
}

void InsideProxies::find_upstreams(std::map<Service, Proxy>& proxies, const IsPool& is_pool) const {
  if (proxies.empty()) return;
  std::map<IpAddress, std::vector<End>> of_host;
  for (const auto& [service, proxy] : proxies) of_host[service.host];
  for (std::size_t i = 0; i < records_.size(); ++i) {
    auto end = end_of(i);
    const auto host = end ? of_host.find(end->client) : of_host.end();
    if (host == of_host.end()) continue;
    end->is_pool = is_pool(records_[i]);
    if (end->is_read || end->is_shape || end->is_pool) host->second.push_back(*end);
  }
  for (auto& [host, ends] : of_host) {
    busiest_first(ends);
    if (ends.size() > limits::proxy_upstreams_max) ends.resize(limits::proxy_upstreams_max);
  }
  for (auto& [service, proxy] : proxies) proxy.upstreams = of_host[service.host];
}

// What is known first, then those that say most.
void InsideProxies::busiest_first(std::vector<End>& ends) const {
  std::ranges::stable_sort(ends, std::greater{}, [&](const End& e) {
    return std::tuple(e.is_read, e.is_pool, pushes_of(records_[e.record]));
  });
}

void InsideProxies::compare_all(Proxy& proxy) {
  if (proxy.upstreams.empty()) return;
  busiest_first(proxy.clients);
  const std::size_t clients = std::min(proxy.clients.size(), limits::proxy_clients_max);
  for (std::size_t c = 0; c < clients; ++c) {
    for (std::size_t u = 0; u < proxy.upstreams.size(); ++u) {
      proxy.uses.push_back({c, u, relay_of(proxy.clients[c], proxy.upstreams[u])});
      pairs_compared_ += proxy.uses.back().relay.is_compared;
    }
  }
}

InsideProxies::Relay InsideProxies::relay_of(const End& client, const End& upstream) const {
  const FlowRecord &below = records_[client.record], &above = records_[upstream.record];
  if (pushes_of(below) == 0 || pushes_of(above) == 0) return {};
  const auto pair = compare(above.rhythm->pushes, below.rhythm->pushes);
  if (!pair) return {};
  Relay relay{.pair = *pair, .is_compared = true};
  relay.lag_s = median_lag_s(above.rhythm->pushes, below.rhythm->pushes, pair->width_s);
  const auto beyond = linked(above.rhythm->pushes, below.rhythm->pushes);
  relay.is_linked = beyond && relay.lag_s >= -lead_max_s && has_telling_clock(below) &&
                    (upstream.is_pool || has_telling_clock(above));
  if (beyond) relay.pair = *beyond;
  return relay;
}

double InsideProxies::log_p(const Use& use) const {
  return use.relay.pair.log_p + std::log(static_cast<double>(pairs_compared_));
}

bool InsideProxies::is_beyond_chance(const Use& use) const {
  return use.relay.is_linked && log_p(use) <= log_p_max;
}

// Both spoke often while both were there, and not together.
bool InsideProxies::is_contradicted(const Relay& relay) {
  return relay.is_compared && relay.pair.pushes >= contradicting_pushes &&
         relay.pair.coincidences * 2 < relay.pair.pushes;
}

bool InsideProxies::together(const End& client, const End& upstream) const {
  const FlowRecord &a = records_[client.record], &b = records_[upstream.record];
  return std::min(a.last_seen, b.last_seen) - std::max(a.first_seen, b.first_seen) >= together_min;
}

const InsideProxies::Use* InsideProxies::linked_use(const Proxy& proxy, std::size_t client) const {
  const Use* best = nullptr;
  for (const Use& use : proxy.uses) {
    if (use.client != client || !is_beyond_chance(use)) continue;
    if (best == nullptr || use.relay.pair.log_p < best->relay.pair.log_p) best = &use;
  }
  return best;
}

void InsideProxies::judge(const Proxy& proxy) {
  for (std::size_t c = 0; c < proxy.clients.size(); ++c) {
    if (const Use* use = linked_use(proxy, c)) tell_linked(proxy, *use);
    tell_infrastructure(proxy, c);
  }
  tell_upstreams(proxy);
  tell_fan_in(proxy);
}

void InsideProxies::tell_linked(const Proxy& proxy, const Use& use) {
  const End &client = proxy.clients[use.client], &upstream = proxy.upstreams[use.upstream];
  const double nats = std::min(-log_p(use), clock_nats_max);
  const SynchronousPair& pair = use.relay.pair;
  const std::string how = fmt::format(
      "{} of {} messages within {:.1f} s, {:.0f} ms later in the middle: by chance once in "
      "10^{:.0f} ({} pairs compared)",
      pair.coincidences, pair.pushes, pair.width_s, 1000 * use.relay.lag_s,
      -log_p(use) / std::log(10), pairs_compared_);
  const std::string server = name_of(proxy.service.host, proxy.service.port);
  const std::string pool = name_of(upstream.server.host, upstream.server.port);
  add(client, "synchrony", nats,
      fmt::format("its server {} hands on what {} tells it unasked: {}", server, pool, how));
  add(upstream, "synchrony", nats,
      fmt::format("it hands on what it is told here unasked to {}, a client of its port {}: {}",
                  to_string(client.client), proxy.service.port, how));
}

// What the server's host is, whatever this client's own clock says.
void InsideProxies::tell_infrastructure(const Proxy& proxy, std::size_t client) {
  if (proxy.forwards) return;
  const std::string server = name_of(proxy.service.host, proxy.service.port);
  double nats = 0;
  std::string text;
  for (const Use& use : proxy.uses) {
    const End& upstream = proxy.upstreams[use.upstream];
    if (use.client != client || is_contradicted(use.relay)) continue;
    if (!together(proxy.clients[client], upstream)) continue;
    const bool serves_another = std::ranges::any_of(proxy.uses, [&](const Use& other) {
      return other.upstream == use.upstream && other.client != client && is_beyond_chance(other);
    });
    const double here = upstream.is_read   ? read_upstream_nats
                        : upstream.is_pool ? known_upstream_nats
                        : serves_another   ? shared_service_nats
                                           : 0;
    if (here <= nats) continue;
    nats = here;
    const std::string pool = name_of(upstream.server.host, upstream.server.port);
    text = fmt::format("the host of its server {} {} {}{}", server,
                       upstream.is_read ? "mines at" : "is a client of", pool,
                       upstream.is_read   ? ", where mining was read"
                       : upstream.is_pool ? ", known as a pool's"
                                          : ", whose messages it hands on to another client");
  }
  if (nats > 0) add(proxy.clients[client], "infrastructure", nats, std::move(text));
}

// A host that is in touch with a pool by name, and serves what is shaped like miners.
void InsideProxies::tell_upstreams(const Proxy& proxy) {
  if (proxy.forwards) return;
  for (std::size_t u = 0; u < proxy.upstreams.size(); ++u) {
    const End& upstream = proxy.upstreams[u];
    if (!upstream.is_pool || upstream.is_read) continue;
    std::set<IpAddress> clients;
    for (const Use& use : proxy.uses) {
      const End& client = proxy.clients[use.client];
      if (use.upstream == u && !is_contradicted(use.relay) && together(client, upstream))
        clients.insert(client.client);
    }
    if (clients.empty()) continue;
    add(upstream, "infrastructure", known_upstream_nats,
        fmt::format("its port {} has {} of its own shaped like miners: a proxy", proxy.service.port,
                    clients.size() == 1 ? "a client" : fmt::format("{} clients", clients.size())));
  }
}

void InsideProxies::tell_fan_in(const Proxy& proxy) {
  std::set<IpAddress> clients;
  for (const End& end : proxy.clients) clients.insert(end.client);
  if (clients.size() < fan_in_min) return;
  for (const End& end : proxy.clients)
    add(end, "shape", fan_in_nats,
        fmt::format("{} clients of {} are shaped like miners", clients.size(),
                    name_of(proxy.service.host, proxy.service.port)));
}

// What was read needs no more evidence.
void InsideProxies::add(const End& end, std::string_view group, double nats, std::string text) {
  if (end.is_read) return;
  const FlowRecord& record = records_[end.record];
  signals_[end.record].push_back({.detector = detector,
                                  .independence_group = group,
                                  .basis = Basis::behaviour,
                                  .strength_nats = nats,
                                  .window_first = record.first_seen,
                                  .window_last = record.last_seen,
                                  .reasons = {{detector, nats, std::move(text)}}});
}

}  // namespace davy::signal
