// Datagrams that come to a UDP port for a while: what exporters send.
//
// Errors:  open() fails with one clear line: a bad address, a port in use, no permission.
// Threads: one owner.
#pragma once

#include <functional>
#include <string>

#include "base/byte_reader.hpp"
#include "base/ip_address.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace davy::app {

using TakeDatagram =
    std::function<void(Bytes datagram, const IpAddress& sender, Timestamp received)>;

class UdpListener {
 public:
  // "udp://127.0.0.1:2055", "udp://[::1]:2055"; port 0 takes a free one.
  static Result<UdpListener> open(const std::string& address);
  UdpListener(UdpListener&& other) noexcept;
  UdpListener& operator=(UdpListener&&) = delete;
  ~UdpListener();

  // Says on standard error where it listens, then takes datagrams until `duration` is over, or SIGINT or SIGTERM.
  void receive(Duration duration, bool quiet, const TakeDatagram& take);
  // Waits for at most this long; what has come by then is taken.
  void receive_some(int wait_ms, const TakeDatagram& take);
  std::uint64_t dropped() const { return dropped_; }  // by the kernel, for lack of room

 private:
  explicit UdpListener(int descriptor) : descriptor_(descriptor) {}
  bool take_waiting(const TakeDatagram& take);

  int descriptor_;
  std::uint64_t dropped_ = 0;
};

}  // namespace davy::app
