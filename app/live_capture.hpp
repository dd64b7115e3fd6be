// The path from a source that never ends to records: what flows that ended told, and what those that go on have told so far.
//
// Shape:   the same decoder, tables and choice of records as inspect_capture(); one thread a source, each with tables of its own.
//          About once a second of the clock it tells what is new.
// Errors, threads: as LiveFeed.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/block_reader.hpp"
#include "app/live_feed.hpp"
#include "app/pipeline.hpp"
#include "app/shard.hpp"
#include "capture/packet_source.hpp"

namespace davy::app {

class LiveCapture {
 public:
  // `options.live` is set. What it points to outlives this.
  LiveCapture(capture::PacketSource& source, flow::FlowOptions options);

  Timestamp last_seen() const { return reader_.so_far().last_seen; }  // of its packets
  // As LiveFeed::run(), or until the source ends.
  void run(const LiveHooks& hooks);

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
