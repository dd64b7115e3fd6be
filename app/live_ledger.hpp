// A live sensor's hours in the coverage ledger: how long it was awake, and what it saw and lost since the last entry.
//
// Threads: one owner.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/live_feed.hpp"
#include "workbench/store/coverage.hpp"

namespace davy::app {

class LiveLedger {
 public:
  LiveLedger(std::string sensor, std::string pack_version, Timestamp now)
      : sensor_(std::move(sensor)), pack_version_(std::move(pack_version)), noted_at_(now) {}

  // Up to `now`; `awake`: something was listened to all the time since the last note. `counts` are since the beginning. A clock
  // that was set back begins anew: time is never counted twice.
  std::vector<store::CoverageCell> note(Timestamp now, bool awake, const LiveCounts& counts,
                                        std::optional<Duration> clock_offset = {});

 private:
  store::CoverageCell cell(std::int64_t hour, Timestamp from, Timestamp to, bool awake) const;

  std::string sensor_;
  std::string pack_version_;
  Timestamp noted_at_;
  LiveCounts counted_;
};

}  // namespace davy::app
