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
  // `blind`: what this sensor cannot look for, 1 << report::Blindness.
  LiveLedger(std::string sensor, std::uint32_t blind, Timestamp now)
      : sensor_(std::move(sensor)), blind_(blind), noted_at_(now) {}

  void rests_on(std::string facts_version) { pack_version_ = std::move(facts_version); }

  // Up to `now`; `awake`: something was listened to all the time since the last note. `counts` are since the beginning. A clock
  // that was set back begins anew: time is never counted twice.
  std::vector<store::CoverageCell> note(Timestamp now, bool awake, const LiveCounts& counts,
                                        std::optional<Duration> clock_offset = {});

 private:
  store::CoverageCell cell(std::int64_t hour, Timestamp from, Timestamp to, bool awake) const;

  std::string sensor_;
  std::uint32_t blind_;
  std::string pack_version_;
  Timestamp noted_at_;
  LiveCounts counted_;
};

}  // namespace davy::app
