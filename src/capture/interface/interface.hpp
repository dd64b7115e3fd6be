// Packets of a network interface, by AF_PACKET: promiscuous, with the kernel's time stamps, read where the kernel wrote them.
//
// Units:   octets, UTC nanoseconds.
// Shape:   several of one `fanout_group` share an interface's packets by flow: both directions of one come to the same (the
//          kernel hashes outer addresses and ports; tunnels whose outer ports differ by direction, as VXLAN's may, want one
//          thread). fill() waits for at most 100 ms, and gives an empty block where nothing came.
// Errors:  open() fails with one line that says what to do: no such interface, no permission, a wrong filter, a link type that
//          we do not know. An interface that goes away later is no error: is_up() says so, and it is looked for again
//          with each fill().
// Threads: one owner at a time.
// Source:  packet(7); Linux, Documentation/networking/packet_mmap.rst.
#pragma once

#include <optional>
#include <string>

#include "capture/interface/packet_ring.hpp"
#include "capture/packet_source.hpp"

namespace davy::capture {

struct InterfaceOptions {
  std::string name = {};                // "eth1"
  std::string filter = {};              // pcap-filter(7); "": everything
  std::size_t ring_octets = 64u << 20;  // kernel memory of each socket
  std::uint16_t fanout_group = 0;       // unique on this machine; 0: alone
};

struct InterfaceCounts {
  std::uint64_t packets = 0;  // that passed the filter, with those that were dropped
  std::uint64_t dropped = 0;  // by the kernel, for lack of room in the ring
};

class Interface final : public PacketSource {
 public:
  static Result<Interface> open(const InterfaceOptions& options);
  Interface(Interface&& other) noexcept;
  Interface& operator=(Interface&&) = delete;
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;
  ~Interface() override;

  bool fill(PacketBlock& block) override;
  const MalformedCounts& malformed() const override { return malformed_; }

  InterfaceCounts counts();  // since it was opened
  // It is there, and switched on.
  bool is_up() const { return up_; }

 private:
  Interface(InterfaceOptions options, int descriptor, PacketRing ring)
      : options_(std::move(options)), descriptor_(descriptor), ring_(std::move(ring)) {}
  Result<void> bind();
  void look_after();

  InterfaceOptions options_;
  int descriptor_;
  PacketRing ring_;
  LinkType link_type_ = 1;
  bool is_loopback_ = false;
  bool up_ = false;
  int index_ = 0;              // the system's number; another one when it came back
  std::int64_t looked_s_ = 0;  // when it was last looked for, of the steady clock
  InterfaceCounts counts_;
  MalformedCounts malformed_;
};

}  // namespace davy::capture
