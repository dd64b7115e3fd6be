// Which judged flows are in the store as they are, so that a host with many is not written anew each time that one of them has news.
//
// Shape:   a flow is the same while its end, its packets and all that is said of it are.
// Bounds:  as many as the window holds records: at each look at everything the others are forgotten.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "workbench/report/findings.hpp"

namespace davy::app {

class KeptFlows {
 public:
  bool has(const report::JudgedFlow& flow) const;
  // After a look at some hosts, and at everything.
  void add(const report::Findings& written);
  void become(const report::Findings& written);

 private:
  std::unordered_map<std::uint64_t, std::uint64_t> said_of_;  // by hash of a flow
};

}  // namespace davy::app
