// The messages of flow exporters, from whatever exporter: which protocol it is, what the exporter said before, and the
// flows that it tells.
//
// Units:   octets of IP header + payload, always: OctetsOf::ip. Times UTC nanoseconds by the exporter's clock (NetFlow
//          v9 and IPFIX: to the second where they count from the boot), sFlow by ours.
// Shape:   NetFlow v5, v9, IPFIX and sFlow v5, found by the version in front. Only TCP and UDP flows go to the sink. A
//          state is kept for each address and observation domain (source id, engine, agent and sub-agent).
//          A flow that is watched where it enters and where it leaves is told twice, and both are handed on:
//          flowDirection (61) does not say which to leave out, because softflowd says egress of every answer.
// Errors:  malformed() counts; a message that is none of these counts Malformed::export_message.
// Bounds:  limits::exporters_max states; messages of further exporters are refused and counted.
// Threads: one owner.
// Source:  RFC 3954, RFC 7011, RFC 5103, "sFlow Version 5" (2004); behaviour of softflowd 1.1.0 and pmacct 1.7.7.
//
// What exporters do, measured against what tshark counts in the same captures:
//   pmacct 1.7.7     Octets are those of the IP packets. Its sFlow frame_length has 4 octets of frame check sequence that
//                    no capture holds; the IP header that it samples has not. The last few samples are never sent.
//   softflowd 1.1.0  Octets are IP and what pads short Ethernet frames to 46. IPFIX sequence numbers count the message's
//                    own records. Reading a file without its option -a, it counts uptimes from the start of the
//                    program, so that those of an older capture wrap: only durations are true.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/byte_reader.hpp"
#include "base/ip_address.hpp"
#include "flow/export/export_counts.hpp"
#include "flow/export/exporter_state.hpp"
#include "flow/export/sflow.hpp"

namespace davy::flow {

// The protocol, by the first four octets.
std::optional<ExportKind> export_kind(Bytes message);
// When it was sent, by the exporter's clock; sFlow does not say.
std::optional<Timestamp> export_time(Bytes message);

class Collector {
 public:
  explicit Collector(ExportSink& sink) : sink_(&sink) {}
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  // One datagram, as it came.
  void message(Bytes datagram, const IpAddress& exporter, Timestamp received);
  // One message of a file: when it came is not known, its own time must do. sFlow has none and is refused.
  void stored_message(Bytes message, const IpAddress& exporter);
  // Octets of a file that are no message.
  void skipped_octets() { malformed_.add(Malformed::export_message); }

  // Messages missing and sets that still wait for their template included.
  const MalformedCounts& malformed() const;
  ExportCounts counts(ExportKind kind) const;
  std::size_t exporters() const { return exporters_.size(); }
  std::size_t templates() const;

 private:
  struct Key {
    IpAddress address;
    IpAddress agent;  // sFlow's own name for it
    std::uint32_t domain = 0;
    ExportKind kind = ExportKind::netflow_v5;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  static Key key_of(Bytes message, ExportKind kind, const IpAddress& exporter);
  ExporterState* state(const Key& key);
  void read(Bytes message, ExportKind kind, const IpAddress& exporter, Timestamp received);

  ExportSink* sink_;
  MalformedCounts malformed_;
  std::array<ExportCounts, export_kinds> counts_{};
  std::size_t template_fields_held_ = 0;  // outlives the states that share it
  std::unordered_map<Key, std::unique_ptr<ExporterState>, Hash> exporters_;
  SflowReader sflow_;
  mutable MalformedCounts shown_;
};

}  // namespace davy::flow
