// Detector: a mining proxy inside the network: one service with clients shaped like miners, and a connection of the same
// host to a pool, whose jobs it hands on.
//
// Units:   nats; p-values as in synchrony.hpp, times the pairs that were compared here.
// Shape:   what is said depends on what is known of the host's own connection (its upstream):
//          in step with the client    group "synchrony": the same clock that Synchrony compares, told once
//          read as mining, or known   group "infrastructure": a second kind of evidence, where the client was there at
//          as a pool's by its name    the same time and its pushes do not contradict
//          nothing                    group "shape", and little: many clients of one service are what job queues have too
//          What forwards for others (SOCKS, CONNECT) may have one miner among its clients: there only a clock speaks.
// Bounds:  limits::proxy_clients_max clients a service and limits::proxy_upstreams_max upstreams a host are compared, those
//          with most pushes first.
// Threads: one owner; pure once made.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "flow/flow_record.hpp"
#include "signal/network/synchrony.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

class InsideProxies {
 public:
  // Says whether a flow's other end is known, by its name or address, to be a pool or a proxy of one.
  using IsPool = std::function<bool(const flow::FlowRecord&)>;

  InsideProxies(std::span<const flow::FlowRecord> records, const IsPool& is_pool);

  // What is said of each flow, by its place among the records. A flow that was read gets none.
  const std::map<std::size_t, std::vector<Signal>>& signals() const { return signals_; }
  std::uint64_t pairs_compared() const { return pairs_compared_; }

 private:
  struct Service {
    IpAddress host;
    std::uint16_t port = 0;
    friend auto operator<=>(const Service&, const Service&) = default;
    friend bool operator==(const Service&, const Service&) = default;
  };
  // One flow of a proxy to be, seen from the side that looks like a miner.
  struct End {
    std::size_t record = 0;
    IpAddress client;
    Service server;
    bool is_read = false;   // mining was read in it
    bool is_shape = false;  // it is shaped like mining
    bool is_pool = false;   // its server is known as a pool's
  };
  // A client and an upstream of its server's host.
  struct Relay {
    SynchronousPair pair;
    bool is_compared = false;  // both were there for long enough, and spoke often enough
    bool is_linked = false;
    double lag_s = 0;  // the middle one
  };
  struct Use {
    std::size_t client = 0, upstream = 0;  // places in `clients` and `upstreams`
    Relay relay;
  };
  struct Proxy {
    Service service;
    std::vector<End> clients;
    std::vector<End> upstreams;
    bool forwards = false;  // SOCKS or CONNECT was seen in it
    std::vector<Use> uses;
  };

  std::optional<End> end_of(std::size_t record) const;
  void find_services(std::map<Service, Proxy>& proxies) const;
  void find_upstreams(std::map<Service, Proxy>& proxies, const IsPool& is_pool) const;
  void busiest_first(std::vector<End>& ends) const;
  void compare_all(Proxy& proxy);
  Relay relay_of(const End& client, const End& upstream) const;
  bool together(const End& client, const End& upstream) const;
  double log_p(const Use& use) const;
  bool is_beyond_chance(const Use& use) const;
  static bool is_contradicted(const Relay& relay);

  void judge(const Proxy& proxy);
  const Use* linked_use(const Proxy& proxy, std::size_t client) const;
  void tell_linked(const Proxy& proxy, const Use& use);
  void tell_infrastructure(const Proxy& proxy, std::size_t client);
  void tell_upstreams(const Proxy& proxy);
  void tell_fan_in(const Proxy& proxy);
  void add(const End& end, std::string_view group, double nats, std::string text);

  std::span<const flow::FlowRecord> records_;
  std::map<std::size_t, std::vector<Signal>> signals_;
  std::uint64_t pairs_compared_ = 0;
};

}  // namespace davy::signal
