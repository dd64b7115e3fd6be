#include "app/take_share.hpp"

#include <algorithm>
#include <array>

#include "base/prefetch.hpp"

namespace davy::app {
namespace {

using flow::FlowTable;

// Packets go through the flow table in strips: while one strip is worked on, the memory of the next ones is asked for,
// a step of the way each, because each step needs what the one before it brought.
constexpr std::size_t strip_packets = 16;
}  // namespace

void take_share(const Share& mine) {
  // The flows of packets on their way, where what these point to is to be fetched ahead.
  std::array<const flow::FlowEntry*, 4 * strip_packets> flows{};
  const auto strip = [&](std::size_t begin, auto step) {
    const std::size_t end = std::min(begin + strip_packets, mine.count);
    for (std::size_t i = begin; i < end; ++i) step(mine.packets[i], flows[i % flows.size()]);
  };
  // `front` wraps below 0 for the later steps of the first strips; a begin that large is an empty strip.
  for (std::size_t front = 0; front < mine.count + 4 * strip_packets; front += strip_packets) {
    strip(front, [](const HashedPacket& p, auto&) {
      p.table->prefetch_index(p.hash);
      prefetch_lines(&p, sizeof p);
      __builtin_prefetch(p.packet.payload_data);
    });
    strip(front - strip_packets, [](const HashedPacket& p, const flow::FlowEntry*& flow) {
      flow = p.table->prefetch_entry(p.hash);
    });
    strip(front - 2 * strip_packets, [](const HashedPacket& p, const flow::FlowEntry* flow) {
      if (flow != nullptr) FlowTable::prefetch_conversation(*flow, p.packet);
    });
    strip(front - 3 * strip_packets, [](const HashedPacket& p, const flow::FlowEntry* flow) {
      if (flow != nullptr && p.packet.payload_octets != 0) FlowTable::prefetch_content(*flow);
    });
    strip(front - 4 * strip_packets,
          [](const HashedPacket& p, auto&) { p.table->update(p.packet, p.hash); });
  }
}

}  // namespace davy::app
