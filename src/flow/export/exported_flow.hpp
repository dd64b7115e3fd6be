// What exporters and logs tell: flows, or pieces of them, that somebody else has counted.
//
// Units:   octets of IP header + IP payload (IPFIX octetDeltaCount); where the exporter counts something else `octets_of`
//          says what, and nothing has been converted. Counts are as exported: where packets were sampled they are of the
//          sampled ones, and `sampled_one_in` says of how many. Times UTC nanoseconds.
// Shape:   one piece = one record or line; a long flow comes as many pieces (active timeout), and from most exporters each
//          direction as a piece of its own. forward = as exported (source to destination, or the originator's side).
// Errors:  readers count what is malformed (Malformed::export_..., log_line) and go on.
// Threads: values; a sink has one owner.
// Source:  RFC 3954 (NetFlow v9), RFC 7011, RFC 5103, RFC 5655 (IPFIX), sFlow v5 (2004), Zeek and Suricata manuals.
#pragma once

#include <array>
#include <cstdint>

#include "flow/flow_record.hpp"
#include "flow/intervals_record.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

struct ExportedFlow {
  FlowKey key;
  Timestamp first_seen;
  Timestamp last_seen;
  std::array<std::uint64_t, 2> packets{};  // forward, reverse
  std::array<std::uint64_t, 2> octets{};
  std::array<std::uint8_t, 2> tcp_flags{};  // of all packets, or-ed; 0 where not exported
  OctetsOf octets_of = OctetsOf::ip;
  bool both_directions =
      false;  // the reverse counts are known; otherwise a piece of its own tells them
  bool client_known =
      false;  // forward is the side that opened the flow (Zeek, EVE, biflows that say so)
  std::uint32_t sampled_one_in = 1;  // packets
};

// What a log says of a flow besides its counts: server names and fingerprints.
struct ExportedNames {
  FlowKey key;
  Timestamp time;
  NamesRecord names;
};

class ExportSink {
 public:
  virtual ~ExportSink() = default;
  virtual void flow(const ExportedFlow& flow) = 0;
  virtual void names(const ExportedNames& names) = 0;
  virtual void lookup(const AddressLookup& lookup) = 0;
};

}  // namespace davy::flow
