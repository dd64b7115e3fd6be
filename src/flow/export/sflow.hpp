// sFlow v5: samples of single packets, as their first octets.
//
// Units:   octets of IP header + payload, from the IP header that was sampled: OctetsOf::ip.
// Shape:   one sampled packet is one piece: packets = 1, at the time when the datagram came (samples carry no time; a
//          switch sends them within a second). Tags, tunnels and extension headers are walked as in a capture, so the
//          key is that of the innermost packet, and its VLAN is the tag in the frame.
//          Where the head of the frame is missing, the sampled IPv4 or IPv6 fields stand for it.
//          Counter samples and what else is no sampled packet are skipped by their length.
// Errors:  lengths that do not fit count export_message, and end the datagram. What is wrong inside a sampled head
//          counts as in a capture, but for fragments: their other parts were never to come.
// Threads: one owner.
// Source:  "sFlow Version 5" (sflow.org, 2004).
#pragma once

#include <optional>

#include "base/byte_reader.hpp"
#include "capture/decode/decoder.hpp"
#include "flow/export/export_counts.hpp"
#include "flow/export/exporter_state.hpp"

namespace davy::flow {

struct SflowAgent {
  IpAddress address;  // as the agent calls itself
  std::uint32_t sub_agent = 0;
};
// Nothing: no sFlow v5, or cut.
std::optional<SflowAgent> sflow_agent(Bytes datagram);

class SflowReader {
 public:
  void read(Bytes datagram, Timestamp received, ExporterState& exporter, const ExportOutput& out);
  // What was wrong inside sampled heads.
  void add_malformed(MalformedCounts& to) const;

 private:
  capture::Decoder decoder_;
};

}  // namespace davy::flow
