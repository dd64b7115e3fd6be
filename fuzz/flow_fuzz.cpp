// Packets of few hosts in any order: every packet is counted in one record, and no bound is exceeded. A packet is one octet
// that picks hosts and ports, one of flags, one of time, one of sequence, a length of two octets, and so much payload.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "flow/flow_table.hpp"

namespace davy::flow {
namespace {

class Count final : public FlowSink {
 public:
  void flow(FlowRecord&& record) override {
    ++flows;
    packets += record.packets[0] + record.packets[1];
    if (record.last_seen < record.first_seen) std::abort();
    if (record.conversation && record.conversation->evidence.size() > limits::evidence_per_flow_max)
      std::abort();
  }
  std::uint64_t flows = 0;
  std::uint64_t packets = 0;
};

IpAddress host(std::uint8_t number) {
  const std::uint8_t octets[] = {10, 0, 0, number};
  return IpAddress::v4(octets);
}

capture::Packet next_packet(ByteReader& in, Timestamp& now) {
  const std::uint8_t who = in.u8();
  const std::uint8_t flags = in.u8();
  const std::uint8_t wait = in.u8();
  const std::uint8_t sequence = in.u8();
  const Bytes payload = in.bytes(std::min<std::size_t>(in.be16(), in.remaining()));
  now += wait >= 0xf0 ? Duration{std::chrono::minutes{wait - 0xef}}
                      : Duration{std::chrono::milliseconds{wait}};
  capture::Packet p;
  p.time = wait == 0xee ? now - std::chrono::seconds{1} : now;
  p.source = host(who & 7);
  p.destination = host(9);
  p.source_port = static_cast<std::uint16_t>(40000 + (who >> 3 & 1));
  p.destination_port = 3333;
  p.vlan = (who & 0x20) != 0 ? 5 : 0;
  p.transport = (who & 0x40) != 0 ? capture::Transport::udp : capture::Transport::tcp;
  if ((who & 0x80) != 0) {
    std::swap(p.source, p.destination);
    std::swap(p.source_port, p.destination_port);
  }
  p.tcp_flags = flags & 0x17;
  p.tcp_sequence = std::uint32_t{sequence} * 64;
  p.tcp_acknowledgement = std::uint32_t{flags} * 64;
  p.ip_octets = 40 + static_cast<std::uint32_t>(payload.size());
  p.payload_octets = static_cast<std::uint32_t>(payload.size());
  p.payload_wire_octets = p.payload_octets + ((flags & 0x80) != 0 ? 10 : 0);
  p.payload_data = payload.data();
  return p;
}

}  // namespace
}  // namespace davy::flow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  FlowOptions options;
  options.flows_max = 12 * limits::flow_shards;
  options.conversations_max = 3 * limits::flow_shards;
  Count count;
  FlowTable table(options, count);
  ByteReader in({data, size});
  Timestamp now = timestamp_ns(1'770'000'000'000'000'000);
  std::uint64_t packets = 0;
  while (in.remaining() >= 6) {
    const capture::Packet packet = next_packet(in, now);
    const std::uint64_t hash = flow_hash(packet);
    table.prefetch_index(hash);
    if (const FlowEntry* const ahead = table.prefetch_entry(hash)) {
      FlowTable::prefetch_conversation(*ahead, packet);
      FlowTable::prefetch_content(*ahead);
    }
    table.update(packet, hash);
    ++packets;
  }
  table.finish();
  if (count.packets != packets || count.flows != table.counts().flows ||
      table.counts().flows_peak > 12)
    std::abort();
  return 0;
}
