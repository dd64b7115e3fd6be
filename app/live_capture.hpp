// The path from a source that never ends to records: what flows that ended told, and what those that go on have told so far.
//
// Shape:   the same decoder, tables and choice of records as inspect_capture(); one thread a source, each with tables of its own.
//          About once a second of the clock it tells what is new.
// Errors:  none; damage and what has no room are counted.
// Threads: run() is one thread's; the callbacks are called by it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/block_reader.hpp"
#include "app/pipeline.hpp"
#include "app/shard.hpp"
#include "capture/packet_source.hpp"

namespace davy::app {

// Since the beginning.
struct LiveCounts {
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t flows = 0;
  std::uint64_t malformed = 0;
  std::uint64_t left_out = 0;  // flows and records for which there was no room
};

struct LiveTold {
  std::vector<flow::FlowRecord> records = {};  // end reason active: it goes on
  std::vector<flow::AddressLookup> lookups = {};
  LiveCounts counts = {};
  Timestamp at = {};  // of the clock
};

class LiveCapture {
 public:
  struct Hooks {
    std::function<Timestamp()> clock;
    std::function<bool()> stopped;
    std::function<void(LiveTold&&)> take;
  };

  // `options.live` is set. What it points to outlives this.
  LiveCapture(capture::PacketSource& source, flow::FlowOptions options);

  Timestamp last_seen() const { return reader_.so_far().last_seen; }  // of its packets
  // Until the source ends, or somebody stops it: then all flows are told as ended.
  void run(const Hooks& hooks);

 private:
  LiveCounts counts() const;
  LiveTold tell(Timestamp now);

  flow::FlowOptions options_;
  CaptureHooks hooks_ = {};
  Interest interest_;
  Shards shards_;
  BlockReader reader_;
  std::vector<flow::AddressLookup> lookups_;
  Timestamp told_at_ = {};
  Timestamp told_packets_until_ = Timestamp::min();
  std::uint64_t interest_forgotten_ = 0;
};

}  // namespace davy::app
