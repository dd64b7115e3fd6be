// Which judged flows are in the store as they are, so that a host with many is not written anew each time that one of them has news.
//
// Shape:   a flow is the same while its end, its packets and all that is said of it are.
// Bounds:  as many as the window holds records: at each look at everything the others are forgotten.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>

#include "workbench/report/findings.hpp"

namespace davy::app {

class KeptFlows {
 public:
  bool has(const report::JudgedFlow& flow) const;
  // After a look at some hosts, and at everything.
  void add(const report::Findings& written);
  void become(const report::Findings& written);

 private:
  using Identity = std::pair<flow::FlowKey, Timestamp>;  // and its beginning
  struct Said {
    Timestamp last_seen;
    std::array<std::uint64_t, 2> packets{};
    verdict::Level level{};
    std::uint64_t reasons_hash = 0;

    bool operator==(const Said&) const = default;
  };
  static Identity identity_of(const report::JudgedFlow& flow) {
    return {flow.record.key, flow.record.first_seen};
  }
  static Said said_of(const report::JudgedFlow& flow);

  std::map<Identity, Said> said_of_;
};

}  // namespace davy::app
