// QUIC datagrams, and the frames inside them, which a fuzzer cannot encrypt. The first octet chooses: datagrams of 1200
// octets as they are, or payloads of packets, each with its length in two octets before it. Frames are held against a map
// of octets that keeps what comes first.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/quic_initial.hpp"

namespace {

using namespace davy;
using namespace davy::flow;

void require(bool held) {
  if (!held) std::abort();
}

void check_datagrams(Bytes octets) {
  QuicHello hello;
  while (!octets.empty()) {
    const Bytes datagram = octets.first(std::min<std::size_t>(octets.size(), 1200));
    octets = octets.subspan(datagram.size());
    const bool wanted = hello.wants_more();
    const NameOutcome outcome = hello.datagram(datagram);
    if (outcome == NameOutcome::incomplete) require(wanted);
    if (outcome == NameOutcome::complete) require(!hello.wants_more());
  }
}

// CRYPTO frames as "06 offset length octets", each of two octets: they go to the frames and to the map.
void check_frames(Bytes octets) {
  QuicCryptoFrames frames;
  std::map<std::size_t, std::uint8_t> model;
  std::size_t bounded = 0;
  ByteReader reader(octets);
  while (reader.remaining() > 4 && bounded < limits::quic_pieces_max) {
    const std::uint16_t offset = reader.be16() & 0x3fff;
    const Bytes piece =
        reader.bytes(std::min<std::size_t>(reader.be16() % 300, reader.remaining()));
    std::vector<std::uint8_t> frame{6};
    for (const std::size_t value : {std::size_t{offset}, piece.size()}) {
      frame.push_back(static_cast<std::uint8_t>(0x40 | value >> 8));
      frame.push_back(static_cast<std::uint8_t>(value & 0xff));
    }
    frame.insert(frame.end(), piece.begin(), piece.end());
    require(frames.read(frame));
    for (std::size_t i = 0; i < piece.size(); ++i) {
      if (offset + i < limits::tls_hello_octets_max) model.emplace(offset + i, piece[i]);
    }
    ++bounded;
  }
  const Bytes head = frames.head();
  for (std::size_t i = 0; i < head.size(); ++i) require(model.at(i) == head[i]);
  require(!model.contains(head.size()));
}

void check_payloads(Bytes octets) {
  QuicCryptoFrames frames;
  TlsHelloFacts facts;
  std::size_t before = 0;
  ByteReader reader(octets);
  while (reader.remaining() > 2) {
    const Bytes payload = reader.bytes(std::min<std::size_t>(reader.be16(), reader.remaining()));
    frames.read(payload);
    const Bytes head = frames.head();
    require(head.size() >= before && head.size() <= limits::tls_hello_octets_max);
    before = head.size();
    read_client_hello(head, facts);
    frames.read(payload);
    require(frames.head().size() >= before);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes octets{data + 1, size - 1};
  switch (data[0] % 3) {
    case 0:
      check_datagrams(octets);
      break;
    case 1:
      check_payloads(octets);
      break;
    default:
      check_frames(octets);
  }
  return 0;
}
