// What a live sensor told lately: the records of flows that go on, and of those that ended within the last hour. Detectors that
// compare flows see them together, as they see those of a file.
//
// Shape:   a record of a flow that goes on replaces the one before. A flow is news when it is new, when it ended, or when more is known of
//          it than was: a login, an answer of the pool. Repeats are told with the next look at everything.
// Bounds:  records by number and by what they hold, look-ups by number; the oldest give way, and are counted.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "app/live_capture.hpp"
#include "app/pipeline.hpp"

namespace davy::app {

inline constexpr std::size_t window_records_max = 50'000;
inline constexpr std::size_t window_octets_max = std::size_t{128}
                                                 << 20;  // and as many while all are judged
inline constexpr std::size_t window_lookups_max = 50'000;
inline constexpr Duration window_kept = std::chrono::hours{1};  // after a flow's end
inline constexpr Duration window_lookups_kept =
    std::chrono::hours{24};  // flows last longer than a name's time to live

class LiveWindow {
 public:
  void take(LiveTold&& told);
  bool has_news() const { return !news_.empty(); }
  bool has_changes() const { return !changed_.empty(); }
  // The ends of flows that are news; they are old then.
  std::set<IpAddress> take_news() { return std::exchange(news_, {}); }
  // Of all of which anything came since the last call; no news are left.
  std::set<IpAddress> take_changed();
  // Copies of the records of these hosts, and of all.
  CaptureOutcome of(const std::set<IpAddress>& hosts) const;
  CaptureOutcome everything() const;
  // They are news still: what was made of them was not kept.
  void put_back(const std::set<IpAddress>& hosts) {
    news_.insert(hosts.begin(), hosts.end());
    changed_.insert(hosts.begin(), hosts.end());
  }
  void forget(Timestamp now);
  std::uint64_t left_out() const { return left_out_; }
  std::size_t size() const { return records_.size(); }

 private:
  struct Kept {
    flow::FlowRecord record;
    std::size_t octets = 0;
    std::uint32_t knows = 0;
  };
  using Records = std::multimap<flow::FlowKey, Kept>;
  void take(flow::FlowRecord record);
  Records::iterator find_going_on(const flow::FlowRecord& record);
  std::size_t forget_records_until(Timestamp last_seen);  // without it
  void give_way();
  Timestamp oldest_to_stay() const;

  Records records_;
  std::size_t octets_ = 0;                    // of `records_`
  std::vector<flow::AddressLookup> lookups_;  // by time
  std::set<IpAddress> news_;
  std::set<IpAddress> changed_;
  std::uint64_t left_out_ = 0;
};

}  // namespace davy::app
