// The look-ups of names of interest, from the DNS answers among packets.
//
// Shape:   answers from port 53, over UDP in packets that were captured whole, over TCP as the stream tells
//          (flow/dns_connections.hpp). mDNS has a port and a meaning of its own, and is not read. It sees every packet, so what
//          is no DNS costs a comparison, and a name of no interest some 50 ns.
// Errors:  malformed(): messages that contradict themselves (name), what streams count.
// Bounds:  as many look-ups as it is told; further ones are counted.
// Threads: one owner, who reads the capture in order.
#pragma once

#include <vector>

#include "base/malformed.hpp"
#include "capture/packet.hpp"
#include "flow/dissect/names/dns.hpp"
#include "flow/dns_connections.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

class LookupReader {
 public:
  // Without a judge nothing is of interest.
  LookupReader(const NameJudge* judge, std::size_t lookups_max)
      : judge_(judge), lookups_max_(lookups_max) {}

  void packet(const capture::Packet& packet, std::vector<AddressLookup>& out) {
    if (packet.source_port == dns_port) [[unlikely]]
      from_server(packet, out);
  }
  MalformedCounts malformed() const;
  std::uint64_t left_out() const { return left_out_; }

 private:
  static constexpr std::uint16_t dns_port = 53;
  void from_server(const capture::Packet& packet, std::vector<AddressLookup>& out);
  // What it is, as a message from port 53.
  NameOutcome answer(Bytes message, const AddressLookup& ends, std::vector<AddressLookup>& out);

  const NameJudge* judge_;
  std::size_t lookups_max_;
  DnsQuestion question_;
  DnsConnections connections_;
  std::size_t told_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace davy::flow
