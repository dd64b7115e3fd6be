// Messages of exporters inside a capture, on their way to a collector: seen, counted by where they go, and handed on to
// whoever wants to read them.
//
// Shape:   a UDP datagram captured whole is one only if all of it is: version, lengths, sets or samples to its last octet,
//          a time that can be. So what merely begins alike is none; a message that is damaged is none either. It sees every
//          packet: what is none costs a look at one octet.
// Bounds:  limits::exports_inside_max destinations; messages to further ones are in messages() only.
// Threads: one owner, who reads the capture in order.
// Source:  as flow/export/collector.hpp.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <vector>

#include "capture/packet.hpp"
#include "flow/export/export_counts.hpp"

namespace davy::flow {

struct ExportsSeen {
  ExportKind kind = ExportKind::netflow_v5;
  IpAddress collector;
  std::uint16_t port = 0;
  std::uint64_t messages = 0;
};

// What a whole datagram is a message of; nothing: of none.
std::optional<ExportKind> whole_export_message(Bytes datagram);

class ExportWatch {
 public:
  // Called for each message, in the order of the capture.
  using Take = std::function<void(Bytes message, const IpAddress& exporter, Timestamp received)>;

  explicit ExportWatch(Take take = {}) : take_(std::move(take)) {}

  void packet(const capture::Packet& packet) {
    if (packet.transport == capture::Transport::udp && packet.payload_octets >= octets_min &&
        packet.payload_data[0] == 0) [[unlikely]]
      look(packet);
  }
  std::uint64_t messages() const { return messages_; }
  std::vector<ExportsSeen> seen() const;  // most messages first

 private:
  static constexpr std::size_t octets_min = 20;  // IPFIX's head and a set
  struct Place {
    IpAddress collector;
    std::uint16_t port = 0;
    ExportKind kind = ExportKind::netflow_v5;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  void look(const capture::Packet& packet);

  Take take_;
  std::map<Place, std::uint64_t> places_;
  std::uint64_t messages_ = 0;
};

}  // namespace davy::flow
