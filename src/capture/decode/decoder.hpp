// Link to transport: from a captured frame to the TCP or UDP packet in it, through VLANs, labels and tunnels.
//
// Shape:   links: Ethernet, Linux cooked v1/v2, raw IP, BSD loopback, PPP, PPPoE, Cisco HDLC, frame
//          relay, 802.11 (with or without radiotap). In between: VLAN, QinQ, MPLS, PPPoE, FabricPath.
//          Tunnels: IP-in-IP, 6in4, GRE (NVGRE, PPTP, ERSPAN I to III), EtherIP, VXLAN, VXLAN-GPE,
//          Geneve, GTP-U. IPv4 and IPv6 with extension headers; fragments are put together.
//          A UDP tunnel is entered only where what is inside makes sense; else its UDP packet counts.
// Errors:  what cannot be decoded is counted in malformed(); what is merely not TCP or UDP is counted
//          in other_packets().
// Threads: one owner at a time; packets must come in file order, because fragments are put together
//          here.
// Source:  RFC 791, 8200, 2784, 2637, 7348, 8926, 2003, 4213, 2516, 3032, 4448; 3GPP TS 29.281; IEEE
//          802.1Q; draft-foschiano-erspan.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/malformed.hpp"
#include "capture/packet.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

class Decoder {
 public:
  Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder();

  // True: `out` is the transport packet in `raw`. False: there is none (counted why), or it is a fragment that was kept.
  // The payload lies in `raw`, or, if it was put together from fragments, in a buffer of take_reassembled().
  bool decode(const RawPacket& raw, Packet& out);

  // Reassembled datagrams' payloads point into buffers that the decoder keeps until this is called; the pipeline calls
  // it when all packets of a block have been consumed and takes the buffers along with the block.
  std::vector<std::vector<std::uint8_t>> take_reassembled();

  const MalformedCounts& malformed() const;
  std::uint64_t other_packets() const;      // neither TCP nor UDP
  std::uint64_t truncated_packets() const;  // captured shorter than sent

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace davy::capture
