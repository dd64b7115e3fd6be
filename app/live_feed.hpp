// What a live sensor listens to, and what it tells about once a second: records of flows that ended, and of those that go on.
//
// Errors:  none; damage and what has no room are counted.
// Threads: run() is one thread's; the hooks are called by it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "flow/flow_record.hpp"

namespace davy::app {

// Since the beginning.
struct LiveCounts {
  std::uint64_t packets = 0;  // of exporters: as they counted them
  std::uint64_t octets = 0;
  std::uint64_t flows = 0;
  std::uint64_t malformed = 0;
  std::uint64_t left_out = 0;        // flows and records for which there was no room
  std::uint64_t dropped_kernel = 0;  // for lack of room before we could read it
  std::uint64_t exporter_gaps = 0;   // messages missing by their sequence numbers

  void add(const LiveCounts& other);
};

struct LiveTold {
  std::vector<flow::FlowRecord> records = {};  // end reason active: it goes on
  std::vector<flow::AddressLookup> lookups = {};
  LiveCounts counts = {};
  std::optional<Duration> clock_offset = {};  // of the last exporter's clock, to ours
  bool is_awake = true;                       // something is listened to
  Timestamp at = {};                          // of the clock
};

struct LiveHooks {
  std::function<Timestamp()> clock;
  std::function<bool()> stopped;
  std::function<void(LiveTold&&)> take;
};

class LiveFeed {
 public:
  virtual ~LiveFeed() = default;
  // Until somebody stops it: then all flows are told as ended.
  virtual void run(const LiveHooks& hooks) = 0;
};

}  // namespace davy::app
