// One captured packet as its file holds it, and the block of bytes that it lies in.
//
// Units:   octets; `captured` is what the file holds, `original` what was on the wire.
// Shape:   `data` points into the PacketBlock that the packet came in and lives as long as that block's next fill.
// Threads: a block has one owner at a time; it may be handed from thread to thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/time.hpp"

namespace davy::capture {

// LINKTYPE_ value of the pcap registry (https://www.tcpdump.org/linktypes.html), not the DLT_ of one system.
using LinkType = std::uint16_t;

struct RawPacket {
  Timestamp time;
  const std::uint8_t* data = nullptr;
  std::uint32_t captured_octets = 0;
  std::uint32_t original_octets = 0;
  LinkType link_type = 0;

  Bytes bytes() const { return {data, captured_octets}; }
};

struct PacketBlock {
  std::vector<std::uint8_t> bytes;
  std::vector<RawPacket> packets;
};

}  // namespace davy::capture
