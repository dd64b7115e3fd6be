// Cuts off connections that hold a thread without asking anything, and those beyond what one address may have.
//
// Why:     a connection has a thread of its own here, and each octet that trickles in begins the wait for the next anew: a few
//          dozen connections could hold a server for ever.
// Units:   times of the steady clock, as parameters.
// Shape:   a connection has request_patience for each request, head and body, from its beginning or from the last answer. The
//          sockets are those of this process at the port: the library that reads them does not hand them out.
// Bounds:  descriptors_max are looked at; connections_of_address, on loopback (a proxy) connections_of_loopback.
// Threads: any.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace davy::api {

inline constexpr std::chrono::seconds request_patience{30};
inline constexpr int descriptors_max = 4'096;
inline constexpr std::size_t connections_of_address = 32;
inline constexpr std::size_t connections_of_loopback = 96;

class ConnectionGuard {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Peer = std::pair<std::string, int>;  // address and port

  // A request of this peer is there as a whole, and is being answered; and is answered.
  void asked(const Peer& peer);
  void answered(const Peer& peer, Time now);
  // After this answer nothing is read from it any more.
  static void cut(const Peer& peer, int own_port);

  // How many were cut.
  std::size_t look(int own_port, Time now);

 private:
  struct Connection {
    Time since = {};
    bool busy = false;
    bool there = false;
  };

  std::mutex mutex_;
  std::map<Peer, Connection> connections_;
};

}  // namespace davy::api
