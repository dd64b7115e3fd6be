// How a fuzz input becomes messages of exporters, and what must hold of what a collector makes of them.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/limits.hpp"
#include "flow/export/collector.hpp"

namespace davy::flow {

inline void require(bool held) {
  if (!held) std::abort();
}

struct CheckingSink final : ExportSink {
  std::uint64_t flows = 0;

  void flow(const ExportedFlow& f) override {
    ++flows;
    require(f.first_seen <= f.last_seen);
    require(f.key.transport == capture::Transport::tcp ||
            f.key.transport == capture::Transport::udp);
    require(f.key.source_port != 0 || f.key.destination_port != 0);
    require((f.packets[0] | f.packets[1] | f.octets[0] | f.octets[1]) != 0);
    require(f.both_directions || (f.packets[1] | f.octets[1]) == 0);
    require(f.key.vlan < 4096 && f.sampled_one_in >= 1 && f.octets_of == OctetsOf::ip);
  }
  void names(const ExportedNames&) override { require(false); }
  void lookup(const AddressLookup&) override { require(false); }
};

inline void check(const Collector& collector, const CheckingSink& sink) {
  std::uint64_t flows = 0, left_over = 0;
  for (std::size_t i = 0; i < export_kinds; ++i) {
    const ExportCounts c = collector.counts(static_cast<ExportKind>(i));
    flows += c.flows;
    left_over += c.records - c.flows - c.not_transport - c.incomplete;
  }
  require(flows == sink.flows);
  require(left_over == collector.malformed()[Malformed::export_time]);
  require(collector.exporters() <= limits::exporters_max);
  require(collector.templates() <= limits::export_template_fields_max);
}

// Gives the messages back to back.
inline std::vector<std::uint8_t> hear_messages(Bytes input) {
  CheckingSink sink;
  Collector collector(sink);
  std::vector<std::uint8_t> messages;
  const Timestamp received = timestamp_ns(1'772'438'400'000'000'000);  // 2026-03-02T08:00:00Z
  ByteReader reader(input);
  while (reader.remaining() >= 2) {
    const std::size_t octets = reader.be16();
    const Bytes message = reader.bytes(std::min(octets, reader.remaining()));
    collector.message(message, IpAddress{}, received);
    messages.insert(messages.end(), message.begin(), message.end());
  }
  check(collector, sink);
  return messages;
}

}  // namespace davy::flow
