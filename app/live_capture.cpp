#include "app/live_capture.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/take_share.hpp"

namespace davy::app {
namespace {

constexpr Duration tell_every = std::chrono::seconds{1};

flow::FlowOptions live(flow::FlowOptions options) {
  options.live = true;
  options.timelines = false;  // only a page draws them
  return options;
}

}  // namespace

LiveCapture::LiveCapture(capture::PacketSource& source, flow::FlowOptions options)
    : options_(live(options)),
      interest_(options_.names, hooks_),
      shards_([&] {
        Shards shards;
        for (auto& shard : shards) shard = std::make_unique<Shard>(options_, interest_);
        return shards;
      }()),
      reader_(source, options_, hooks_, shards_, 1, std::nullopt) {}

void LiveCapture::run(const LiveHooks& hooks) {
  Block block;
  told_at_ = hooks.clock();
  while (!hooks.stopped() && reader_.read(block)) {
    // What clients looked up long ago gives way; names in the flows themselves still tell.
    if (interest_.size() + block.lookups.size() > limits::address_lookups_max) {
      interest_.forget();
      ++interest_forgotten_;
    }
    interest_.learn(block.lookups);
    std::ranges::move(block.lookups, std::back_inserter(lookups_));
    take_share(block.of_thread[0]);
    const Timestamp now = hooks.clock();
    if (now - told_at_ >= tell_every || now < told_at_) hooks.take(tell(now));
  }
  for (const auto& shard : shards_) shard->table.finish();
  hooks.take(tell(hooks.clock()));
}

LiveCounts LiveCapture::counts() const {
  LiveCounts counts{.packets = reader_.so_far().packets,
                    .octets = reader_.so_far().octets,
                    .malformed = reader_.malformed().total(),
                    .left_out = interest_forgotten_};
  for (const auto& shard : shards_) {
    const flow::FlowCounts& table = shard->table.counts();
    counts.flows += table.flows;
    counts.malformed += shard->table.malformed().total();
    counts.left_out += table.evicted + table.conversations_dropped + table.names_left_out +
                       shard->records.dropped();
  }
  return counts;
}

LiveTold LiveCapture::tell(Timestamp now) {
  LiveTold told{.lookups = std::exchange(lookups_, {}), .at = now};
  for (const auto& shard : shards_) {
    shard->table.tell_so_far(told_packets_until_, now, shard->records);
    std::ranges::move(shard->records.take(), std::back_inserter(told.records));
  }
  if (reader_.so_far().packets > 0) told_packets_until_ = reader_.so_far().last_seen;
  told.counts = counts();
  told_at_ = now;
  return told;
}

}  // namespace davy::app
