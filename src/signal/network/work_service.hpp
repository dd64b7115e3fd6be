// Detectors: connections of one client to one service that are one mining conversation.
//
// Shape:   over HTTP a miner opens a connection for nearly every request, so its conversation with one service spans many
//          flows. same_service(): those that ask for blocks or status instead of work belong to it, but alone say nothing.
//          joined_work(): of words that nobody listed each flow has one half; where jobs that were handed out with a difficulty
//          come back with a nonce, the halves make a whole. learn() every flow first, then ask. Independence groups
//          "service" and "content".
// Units:   nats.
// Threads: one owner.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

class WorkServices {
 public:
  void learn(const flow::FlowRecord& record);
  std::optional<Signal> same_service(const flow::FlowRecord& record) const;
  std::optional<Signal> joined_work(const flow::FlowRecord& record) const;

 private:
  struct Use {
    IpAddress client;
    IpAddress service;
    std::uint16_t port = 0;
    friend auto operator<=>(const Use&, const Use&) = default;
    friend bool operator==(const Use&, const Use&) = default;
  };
  void learn(const Use& use, const flow::WorkMarks& marks);
  static Use use_of(const flow::FlowRecord& record, flow::Direction client_sends);
  struct Halves {
    std::set<std::uint64_t> given;
    std::set<std::uint64_t> returned;
    std::size_t joined = 0;  // that are in both
  };
  std::set<Use> uses_;
  std::map<Use, Halves> halves_;
};

}  // namespace davy::signal
