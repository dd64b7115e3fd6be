// A network interface as a feed.
#pragma once

#include "app/live_capture.hpp"
#include "capture/interface/interface.hpp"

namespace davy::app {

class InterfaceFeed final : public LiveFeed {
 public:
  InterfaceFeed(capture::Interface interface, const flow::FlowOptions& options)
      : interface_(std::move(interface)), capture_(interface_, options) {}

  void run(const LiveHooks& hooks) override {
    capture_.run({.clock = hooks.clock, .stopped = hooks.stopped, .take = [&](LiveTold&& told) {
                    told.counts.dropped_kernel = interface_.counts().dropped;
                    told.is_awake = interface_.is_up();
                    hooks.take(std::move(told));
                  }});
  }

 private:
  capture::Interface interface_;
  LiveCapture capture_;
};

}  // namespace davy::app
