// Detector: a connection to a service that gives this same client mining work in other connections.
//
// Shape:   over HTTP a miner opens a connection for nearly every request, so its conversation with one service spans many
//          flows; those that ask for blocks or status instead of work belong to it, but alone say nothing. learn() every
//          flow first, then ask. Independence group "service".
// Units:   nats.
// Threads: one owner.
#pragma once

#include <compare>
#include <optional>
#include <set>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

class WorkServices {
 public:
  void learn(const flow::FlowRecord& record);
  std::optional<Signal> same_service(const flow::FlowRecord& record) const;

 private:
  struct Use {
    IpAddress client;
    IpAddress service;
    std::uint16_t port = 0;
    friend auto operator<=>(const Use&, const Use&) = default;
    friend bool operator==(const Use&, const Use&) = default;
  };
  static Use use_of(const flow::FlowRecord& record, flow::Direction client_sends);
  std::set<Use> uses_;
};

}  // namespace davy::signal
