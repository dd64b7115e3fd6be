// Segments from a DNS server as a stranger may send them: two connections, any order, holes, resets. What is handed on is
// never longer than a length can say, memory has its bound; and in order, without a hole, the messages are those of the
// stream.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/dns.hpp"
#include "flow/dns_connections.hpp"

namespace {

using namespace davy;
using namespace davy::flow;

void require(bool held) {
  if (!held) std::abort();
}

bool is_answer(Bytes message) {
  DnsQuestion question;
  return dns_question(message, question) == NameOutcome::complete && question.is_response;
}

// Each piece: 2 octets that say which connection, flags and place, 1 its length, then itself.
void any_order(Bytes data) {
  DnsConnections connections;
  ByteReader in(data);
  Timestamp now{};
  while (in.remaining() > 0) {
    const std::uint8_t what = in.u8(), where = in.u8(), octets = in.u8();
    const Bytes payload = in.bytes(std::min<std::size_t>(octets, in.remaining()));
    capture::Packet packet;
    packet.time = now;
    packet.source_port = 53;
    packet.destination_port = what & 1;
    packet.tcp_flags = what >> 1 & 0x07;
    packet.tcp_sequence = 0xffff'ffc0 + std::uint32_t{where} * ((what & 0x80) != 0 ? 300u : 1u);
    packet.payload_data = payload.data();
    packet.payload_octets = static_cast<std::uint32_t>(payload.size());
    packet.payload_wire_octets = packet.payload_octets + ((what & 0x40) != 0 ? 7u : 0u);
    connections.segment(packet, [](Bytes message, Timestamp) {
      require(message.size() <= 65'535);
      return is_answer(message);
    });
    require(connections.connections() <= 2);
    now += std::chrono::milliseconds{what};
  }
}

void in_order(Bytes data) {
  if (data.empty()) return;
  const std::size_t step = 1 + data[0] % 64;
  const Bytes stream = data.subspan(1);
  std::vector<std::size_t> expected, found;
  Bytes rest = stream;
  for (bool first = true; const auto whole = take_dns_message(rest); first = false) {
    expected.push_back(whole->size());
    if (first && !is_answer(*whole)) break;
  }
  DnsConnections connections;
  capture::Packet packet;
  packet.tcp_flags = capture::TcpFlags::syn;
  const auto put = [&] {
    connections.segment(packet, [&](Bytes message, Timestamp) {
      found.push_back(message.size());
      return is_answer(message);
    });
  };
  put();
  packet.tcp_flags = 0;
  packet.tcp_sequence = 1;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    const Bytes piece = stream.subspan(at, std::min(step, stream.size() - at));
    packet.payload_data = piece.data();
    packet.payload_octets = packet.payload_wire_octets = static_cast<std::uint32_t>(piece.size());
    put();
    packet.tcp_sequence += packet.payload_octets;
  }
  require(found == expected && connections.malformed().total() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  any_order({data, size});
  in_order({data, size});
  return 0;
}
