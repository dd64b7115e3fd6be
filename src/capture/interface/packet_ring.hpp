// The kernel's ring of packet blocks (TPACKET_V3), mapped into this program: packets are read where the kernel wrote them.
//
// Units:   octets.
// Shape:   next() gives the packets of the next full block; they stay until give_back().
// Errors:  open() fails with the system's reason.
// Threads: one owner.
// Source:  Linux, Documentation/networking/packet_mmap.rst.
#pragma once

#include <linux/if_packet.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

class PacketRing {
 public:
  // Sets the ring of a packet socket up; `octets` of kernel memory, in blocks of 1 MiB.
  static Result<PacketRing> open(int packet_socket, std::size_t octets);
  PacketRing(PacketRing&& other) noexcept;
  PacketRing& operator=(PacketRing&&) = delete;
  ~PacketRing();

  bool has_next() const;
  // Hands the block that next() gave back. While we hold it poll(2) says at once that there is something to read.
  void give_back();
  // Only with has_next(). What leaves by a loopback interface also comes in: `skip_outgoing`.
  void next(LinkType link_type, bool skip_outgoing, std::vector<RawPacket>& packets);

 private:
  PacketRing(std::uint8_t* memory, std::size_t blocks) : memory_(memory), blocks_(blocks) {}
  tpacket_block_desc* block(std::size_t number) const;

  std::uint8_t* memory_;
  std::size_t blocks_;
  std::size_t next_ = 0;
  bool holds_ = false;  // the block before `next_` is ours
};

}  // namespace davy::capture
