// Which flows were our own questions: read from the `probe` lines that `davy probe` logged.
//
// Units:   times UTC nanoseconds.
// Shape:   a line that was a connection has the local end, the endpoint, when it began and how long it took. A flow is ours
//          if it is TCP between these two ends, began then, and ended with it: clocks of the prober and of the capture may
//          be `clock_apart` apart, and what the other end sends late may come `late_max` after. A flow that goes on for
//          longer is somebody else's, whatever its ends.
// Errors:  lines that are not JSON, too long or no events are counted, never guessed; other events are passed over.
// Bounds:  limits::log_line_octets_max for a line, limits::own_probes_max connections; further ones are counted.
// Threads: one owner while it is filled; made() is const.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "flow/flow_record.hpp"
#include "probe/endpoint.hpp"

namespace davy::probe {

class OwnProbes {
 public:
  static constexpr Duration clock_apart = std::chrono::seconds{10};
  static constexpr Duration late_max = std::chrono::minutes{2};

  OwnProbes();
  ~OwnProbes();
  OwnProbes(OwnProbes&&) noexcept;
  OwnProbes& operator=(OwnProbes&&) noexcept;

  // Fails where it cannot be read, or has no line of a probe: some other file.
  Result<void> read(const std::string& path);
  // One line without its line break.
  void line(std::string_view text);

  bool made(const flow::FlowRecord& record) const;

  std::size_t connections() const { return made_.size(); }
  std::uint64_t events() const {
    return events_;
  }  // probe lines, with those of endpoints that were not asked
  std::uint64_t malformed() const { return malformed_; }
  std::uint64_t left_out() const { return left_out_; }

 private:
  struct Parser;
  struct Time {
    Timestamp begun;
    Timestamp ended;
  };
  using Ends = std::pair<Endpoint, Endpoint>;  // ours, theirs

  bool made(const Ends& ends, const flow::FlowRecord& record) const;

  std::unique_ptr<Parser> parser_;
  std::multimap<Ends, Time> made_;
  std::uint64_t events_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace davy::probe
