// What DNS servers answer over TCP: whole messages, in the order of the stream.
//
// Units:   octets; packet time.
// Shape:   the server's direction of each connection is put into order; a message has its length before it (RFC 1035 section
//          4.2.2), so that a segment may hold several, or a piece of one. A message is handed on at the time of the segment
//          that completed it. A hole ends a connection: where the next message begins is not known. So does a first message
//          that is no answer: it is not DNS, or its beginning was not captured and a segment did not begin a message.
// Errors:  malformed(): what the streams count (stream_...).
// Bounds:  limits::dns_connections_max, the one silent for longest gives way; limits::dns_connection_octets_max out of
//          order; a message has 65,535 octets at most.
// Threads: one owner, who reads the capture in order.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <vector>

#include "base/malformed.hpp"
#include "capture/packet.hpp"
#include "flow/stream.hpp"

namespace davy::flow {

class DnsConnections {
 public:
  // Whether it is a DNS answer.
  using Message = std::function<bool(Bytes message, Timestamp time)>;

  // A segment that a server sent.
  void segment(const capture::Packet& packet, const Message& message);

  const MalformedCounts& malformed() const { return malformed_; }
  std::size_t connections() const { return connections_.size(); }
  std::uint64_t given_way() const { return given_way_; }

 private:
  struct Key {
    IpAddress server, client;
    std::uint16_t client_port = 0;
    std::uint16_t vlan = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Connection {
    Stream stream = {};
    std::vector<std::uint8_t> held = {};  // the beginning of a message whose end has not come
    std::uint64_t used = 0;               // the later the larger
    bool in_step = false;                 // its first message was one
    bool over = false;
  };
  struct Sink;

  void add(Connection& c, const capture::Packet& packet, bool opens, const Message& message);
  Connection& connection(const Key& key);
  void make_room();

  std::map<Key, Connection> connections_;
  MalformedCounts malformed_;
  std::uint64_t uses_ = 0;
  std::uint64_t given_way_ = 0;
};

}  // namespace davy::flow
