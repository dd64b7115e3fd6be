// Where packets come from: a file, or an interface.
//
// Shape:   fill() gives the next packets in the order in which they came. Of an interface a block may be empty: nothing came
//          for a moment.
// Threads: one owner at a time.
#pragma once

#include "base/malformed.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

class PacketSource {
 public:
  virtual ~PacketSource() = default;
  // Replaces the contents of `block`; false at the end. Its bytes and packets stay valid until the next call.
  virtual bool fill(PacketBlock& block) = 0;
  virtual const MalformedCounts& malformed() const = 0;
  // Octets of the source consumed so far, as stored: for progress.
  virtual std::uint64_t stored_octets_read() const { return 0; }

 protected:
  PacketSource() = default;
  PacketSource(const PacketSource&) = default;
  PacketSource& operator=(const PacketSource&) = default;
  PacketSource(PacketSource&&) noexcept = default;
  PacketSource& operator=(PacketSource&&) noexcept = default;
};

}  // namespace davy::capture
