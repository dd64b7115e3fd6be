// Segments in any order, with any overlap: what comes out is what was sent, where it was sent.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/limits.hpp"
#include "flow/stream.hpp"

namespace davy::flow {
namespace {

// Octet at a position of the stream, so that overlapping segments agree.
std::uint8_t octet_at(std::uint32_t position) {
  return static_cast<std::uint8_t>(position * 31 + (position >> 8));
}

struct Checker {
  std::uint32_t position = 0;
  bool known = true;  // until the numbers jump

  void bytes(Bytes bytes, Timestamp) {
    for (const std::uint8_t octet : bytes) {
      if (known && octet != octet_at(position)) std::abort();
      ++position;
    }
  }
  void gap(std::uint64_t octets) {
    known = known && octets != 0;
    position += static_cast<std::uint32_t>(octets);
  }
  void malformed(Malformed reason) {
    if (reason == Malformed::stream_overlap) std::abort();  // all segments agree
  }
};

void add_segment(ByteReader& in, std::uint32_t start, Stream& stream, Timestamp time,
                 Checker& checker) {
  const std::uint8_t flags = in.u8();
  std::uint32_t position = in.be16();
  if ((flags & 1) != 0) position <<= 12;  // far away
  const std::uint32_t octets =
      (flags & 2) != 0 ? in.be16() & 0x3fffu : in.u8();  // longer ones only cost time
  const std::uint32_t cut = (flags & 4) != 0 ? octets / 2 : 0;
  std::vector<std::uint8_t> payload(octets - cut);
  for (std::uint32_t i = 0; i < payload.size(); ++i) payload[i] = octet_at(position + i);
  stream.add(start + position, payload, octets, false, time, checker);
}

}  // namespace
}  // namespace davy::flow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  ByteReader in({data, size});
  Stream stream;
  Checker checker;
  Timestamp time{};
  const std::uint32_t start = in.be32();
  stream.add(start - 1, {}, 0, true, time, checker);
  while (in.remaining() > 0) {
    const std::uint8_t action = in.u8();
    time += std::chrono::milliseconds{action};
    if (action == 0xff) {
      stream.give_up(checker);
    } else if (action >= 0xf0) {
      stream.acknowledged(start + in.be16());
    } else {
      add_segment(in, start, stream, time, checker);
    }
    if (stream.held_octets() > limits::stream_hold_octets_max) std::abort();
    if (stream.held_segments() > limits::stream_hold_segments_max) std::abort();
  }
  stream.give_up(checker);
  if (stream.held_octets() != 0) std::abort();
  return 0;
}
