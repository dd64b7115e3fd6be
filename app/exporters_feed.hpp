// What flow exporters send to a UDP port, as a feed: NetFlow v5, v9, IPFIX, sFlow v5.
//
// Shape:   counts are told once a second; flows that go on, with a minute's news of them, once a minute, because an exporter
//          tells no sooner. Awake only while exporters send: a port at which nothing comes covers nothing.
// Threads: as LiveFeed.
#pragma once

#include "app/live_feed.hpp"
#include "app/udp_listener.hpp"
#include "flow/export/collector.hpp"
#include "flow/export/flow_assembler.hpp"

namespace davy::app {

class ExportersFeed final : public LiveFeed {
 public:
  // `names` outlives this.
  ExportersFeed(UdpListener listener, const flow::NameJudge& names);
  ~ExportersFeed() override;

  void run(const LiveHooks& hooks) override;

 private:
  class Sink;
  void take(Bytes datagram, const IpAddress& exporter, Timestamp received);
  LiveTold tell(Timestamp now);

  UdpListener listener_;
  std::unique_ptr<Sink> sink_;
  flow::Collector collector_;
  LiveCounts counts_;
  std::optional<Duration> clock_offset_;
  Timestamp message_at_ = Timestamp::min();
};

}  // namespace davy::app
