// Which endpoints a finding puts under suspicion: read from the event lines of `davy inspect --json`.
//
// Shape:   of a mining_flow that is suspected or probable, the end that does not mine, by `miner_side`; where that is
//          unknown, the destination. An endpoint is named once, in the order of first mention; a dialect and a host name
//          that any line names are kept. A flow through a proxy (SOCKS, CONNECT) names the proxy, which is no suspect;
//          UDP is not asked.
// Errors:  lines that are not JSON, too long or not events are counted, never guessed; other events are passed over.
// Bounds:  limits::log_line_octets_max for a line, limits::probe_suspects_max endpoints.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probe/endpoint.hpp"
#include "probe/questions.hpp"

namespace davy::probe {

struct Suspect {
  Endpoint endpoint;
  std::optional<Dialect> dialect;  // as the finding names it, where it is one of ours
  // What the client named in its TLS hello, or the name by which the pool was spoken of; "" if none. Goes into SNI and Host.
  std::string host;

  // How it is addressed in HTTP: "pool.example.org:3333".
  std::string host_and_port() const;
};

class SuspectReader {
 public:
  SuspectReader();
  ~SuspectReader();

  // One line without its line break.
  void line(std::string_view text);

  const std::vector<Suspect>& suspects() const { return suspects_; }
  std::uint64_t events() const { return events_; }        // mining_flow lines read
  std::uint64_t confirmed() const { return confirmed_; }  // of them: need no question
  std::uint64_t proxied() const { return proxied_; }      // of them: the far end is not known
  std::uint64_t udp() const { return udp_; }
  std::uint64_t malformed() const { return malformed_; }  // lines that could not be read
  std::uint64_t left_out() const { return left_out_; }    // endpoints beyond the bound

 private:
  struct Parser;
  void add(Suspect suspect);

  std::unique_ptr<Parser> parser_;
  std::vector<Suspect> suspects_;
  std::map<Endpoint, std::size_t> known_;
  std::uint64_t events_ = 0;
  std::uint64_t confirmed_ = 0;
  std::uint64_t proxied_ = 0;
  std::uint64_t udp_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace davy::probe
