#include "capture/interface/packet_ring.hpp"

#include <fmt/format.h>
#include <linux/if_ether.h>
#include <net/ethernet.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace davy::capture {
namespace {

constexpr std::size_t block_octets = 1024 * 1024;
constexpr std::size_t blocks_min = 4;
constexpr unsigned frame_octets =
    2048;  // only sizes the kernel's books; packets take what they need
constexpr unsigned retire_after_ms = 50;  // a block that is not full is handed over then
constexpr unsigned tag_octets = 4;        // of IEEE 802.1Q
constexpr LinkType ethernet = 1;

Error system_error(const char* what) {
  return {ErrorKind::input, fmt::format("{}: {}", what, std::strerror(errno))};
}

std::uint32_t load_status(const tpacket_block_desc& block) {
  // The kernel writes the status last: what it covers is read after it.
  return std::atomic_ref<const std::uint32_t>(block.hdr.bh1.block_status)
      .load(std::memory_order_acquire);
}

// The kernel takes the tag out of the frame and tells it apart; here it goes back in, into the room that was reserved.
const std::uint8_t* with_tag(const tpacket3_hdr& header, std::uint8_t* frame) {
  constexpr std::size_t addresses_octets = 2 * ETH_ALEN;
  const std::uint16_t protocol = (header.tp_status & TP_STATUS_VLAN_TPID_VALID) != 0
                                     ? header.hv1.tp_vlan_tpid
                                     : std::uint16_t{ETH_P_8021Q};
  std::uint8_t* const start = frame - tag_octets;
  std::memmove(start, frame, addresses_octets);
  const auto tag = static_cast<std::uint16_t>(header.hv1.tp_vlan_tci);
  const std::array<std::uint8_t, tag_octets> octets{
      static_cast<std::uint8_t>(protocol >> 8), static_cast<std::uint8_t>(protocol & 0xff),
      static_cast<std::uint8_t>(tag >> 8), static_cast<std::uint8_t>(tag & 0xff)};
  std::memcpy(start + addresses_octets, octets.data(), octets.size());
  return start;
}

RawPacket packet_of(tpacket3_hdr& header, LinkType link_type) {
  auto* const frame = reinterpret_cast<std::uint8_t*>(&header) +
                      (link_type == ethernet ? header.tp_mac : header.tp_net);
  RawPacket packet{
      .time = timestamp_ns(std::int64_t{header.tp_sec} * 1'000'000'000 + header.tp_nsec),
      .data = frame,
      .captured_octets = header.tp_snaplen,
      .original_octets = header.tp_len,
      .link_type = link_type};
  const bool tagged = (header.tp_status & TP_STATUS_VLAN_VALID) != 0;
  if (!tagged || link_type != ethernet || packet.captured_octets < 2 * ETH_ALEN) return packet;
  packet.data = with_tag(header, frame);
  packet.captured_octets += tag_octets;
  packet.original_octets += tag_octets;
  return packet;
}

bool is_outgoing(const tpacket3_hdr& header) {
  const auto* address = reinterpret_cast<const sockaddr_ll*>(
      reinterpret_cast<const std::uint8_t*>(&header) + TPACKET_ALIGN(sizeof(tpacket3_hdr)));
  return address->sll_pkttype == PACKET_OUTGOING;
}

}  // namespace

Result<PacketRing> PacketRing::open(int packet_socket, std::size_t octets) {
  const int version = TPACKET_V3;
  if (::setsockopt(packet_socket, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0)
    return std::unexpected(system_error("TPACKET_V3"));
  const unsigned reserve = tag_octets;
  if (::setsockopt(packet_socket, SOL_PACKET, PACKET_RESERVE, &reserve, sizeof reserve) != 0)
    return std::unexpected(system_error("room for VLAN tags"));
  const std::size_t blocks = std::max(octets / block_octets, blocks_min);
  tpacket_req3 request{};
  request.tp_block_size = static_cast<unsigned>(block_octets);
  request.tp_block_nr = static_cast<unsigned>(blocks);
  request.tp_frame_size = frame_octets;
  request.tp_frame_nr = static_cast<unsigned>(blocks * block_octets / frame_octets);
  request.tp_retire_blk_tov = retire_after_ms;
  if (::setsockopt(packet_socket, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0)
    return std::unexpected(system_error("the ring of packets (less ring_mib may help)"));
  void* const memory =
      ::mmap(nullptr, blocks * block_octets, PROT_READ | PROT_WRITE, MAP_SHARED, packet_socket, 0);
  if (memory == MAP_FAILED) return std::unexpected(system_error("the ring of packets"));
  return PacketRing(static_cast<std::uint8_t*>(memory), blocks);
}

PacketRing::PacketRing(PacketRing&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      blocks_(other.blocks_),
      next_(other.next_),
      holds_(other.holds_) {}

PacketRing::~PacketRing() {
  if (memory_ != nullptr) ::munmap(memory_, blocks_ * block_octets);
}

tpacket_block_desc* PacketRing::block(std::size_t number) const {
  return reinterpret_cast<tpacket_block_desc*>(memory_ + number * block_octets);
}

bool PacketRing::has_next() const { return (load_status(*block(next_)) & TP_STATUS_USER) != 0; }

void PacketRing::give_back() {
  if (!holds_) return;
  tpacket_block_desc* before = block((next_ + blocks_ - 1) % blocks_);
  std::atomic_ref<std::uint32_t>(before->hdr.bh1.block_status)
      .store(TP_STATUS_KERNEL, std::memory_order_release);
  holds_ = false;
}

void PacketRing::next(LinkType link_type, bool skip_outgoing, std::vector<RawPacket>& packets) {
  const tpacket_hdr_v1& head = block(next_)->hdr.bh1;
  auto* at = reinterpret_cast<std::uint8_t*>(block(next_)) + head.offset_to_first_pkt;
  for (std::uint32_t i = 0; i < head.num_pkts; ++i) {
    auto& header = *reinterpret_cast<tpacket3_hdr*>(at);
    const std::uint32_t to_next = header.tp_next_offset;
    if (!skip_outgoing || !is_outgoing(header)) packets.push_back(packet_of(header, link_type));
    at += to_next;
  }
  next_ = (next_ + 1) % blocks_;
  holds_ = true;
}

}  // namespace davy::capture
