#include "flow/dns_connections.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "flow/dissect/names/dns.hpp"

namespace davy::flow {

using capture::TcpFlags;

struct DnsConnections::Sink {
  Connection& connection;
  MalformedCounts& counts;
  const Message& message;

  void bytes(Bytes octets, Timestamp time) {
    if (connection.over) return;
    if (connection.held.empty()) {
      take(octets, time);  // nearly always whole messages, which need not be copied
      connection.held.assign(octets.begin(), octets.end());
      return;
    }
    connection.held.insert(connection.held.end(), octets.begin(), octets.end());
    Bytes rest{connection.held};
    take(rest, time);
    const auto read = static_cast<std::ptrdiff_t>(connection.held.size() - rest.size());
    connection.held.erase(connection.held.begin(), connection.held.begin() + read);
  }
  void take(Bytes& octets, Timestamp time) {
    while (!connection.over) {
      const auto whole = take_dns_message(octets);
      if (!whole) return;
      const bool is_answer = message(*whole, time);
      connection.over = !is_answer && !connection.in_step;
      connection.in_step = true;
    }
    octets = {};
  }
  void gap(std::uint64_t) { connection.over = true; }
  void malformed(Malformed reason) { counts.add(reason); }
};

void DnsConnections::segment(const capture::Packet& packet, const Message& message) {
  const bool opens = (packet.tcp_flags & TcpFlags::syn) != 0;
  const bool resets = (packet.tcp_flags & TcpFlags::rst) != 0;
  const bool ends = (packet.tcp_flags & TcpFlags::fin) != 0;
  const bool says = packet.payload_wire_octets > 0;
  if (!opens && !resets && !ends && !says) return;
  const Key key{packet.source, packet.destination, packet.destination_port, packet.vlan};
  if (resets) {
    connections_.erase(key);
    return;
  }
  if (ends && !says && !connections_.contains(key)) return;
  Connection& c = connection(key);
  add(c, packet, opens, message);
  if (opens && c.over) {  // the ports are used again: nothing before is true of it
    c = Connection{.used = c.used};
    add(c, packet, opens, message);
  }
  if (c.stream.held_octets() > limits::dns_connection_octets_max) {
    malformed_.add(Malformed::stream_overflow);
    c.over = true;
  }
  if (c.over) {  // only that it is over is still to be known
    c.stream = Stream{};
    std::vector<std::uint8_t>().swap(c.held);
  }
  // What is still held came after a hole that nobody fills now.
  if (ends && c.stream.held_octets() == 0) connections_.erase(key);
}

void DnsConnections::add(Connection& c, const capture::Packet& packet, bool opens,
                         const Message& message) {
  Sink sink{c, malformed_, message};
  c.stream.add(packet.tcp_sequence, packet.payload(), packet.payload_wire_octets, opens,
               packet.time, sink);
}

DnsConnections::Connection& DnsConnections::connection(const Key& key) {
  auto known = connections_.find(key);
  if (known == connections_.end()) {
    make_room();
    known = connections_.try_emplace(key).first;
  }
  known->second.used = ++uses_;
  return known->second;
}

void DnsConnections::make_room() {
  if (connections_.size() < limits::dns_connections_max) return;
  const auto oldest = std::ranges::min_element(connections_, {},
                                               [](const auto& entry) { return entry.second.used; });
  connections_.erase(oldest);
  ++given_way_;
}

}  // namespace davy::flow
