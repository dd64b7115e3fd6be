// Any octets as frames, one decoder for all of an input: payload never lies outside what was captured.
//
// Input: one octet that chooses the link type, then frames, each behind two octets (little endian) of length, whose
// highest bit says that the frame was cut by the capture.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "capture/decode/decoder.hpp"

namespace {

using davy::capture::Decoder;
using davy::capture::LinkType;
using davy::capture::Packet;
using davy::capture::RawPacket;

constexpr std::array<LinkType, 18> link_types{1,   0,   9,   12,  14,  50,  51,  101, 104,
                                              105, 107, 108, 113, 127, 228, 229, 276, 65535};

void require(bool holds) {
  if (!holds) std::abort();
}

void decode_one(Decoder& decoder, const std::vector<std::uint8_t>& frame, RawPacket raw) {
  raw.data = frame.data();
  Packet packet;
  const bool found = decoder.decode(raw, packet);
  const auto reassembled = decoder.take_reassembled();
  if (!found) return;
  require(packet.payload_octets <= packet.payload_wire_octets);
  const auto lies_in = [&](const std::vector<std::uint8_t>& octets) {
    return packet.payload_data >= octets.data() &&
           packet.payload_data + packet.payload_octets <= octets.data() + octets.size();
  };
  bool inside = lies_in(frame);
  for (const auto& buffer : reassembled) inside = inside || lies_in(buffer);
  require(inside);
  // Every octet is read, so that a sanitizer sees what is not there.
  volatile std::uint8_t sum = 0;
  for (const std::uint8_t octet : packet.payload()) sum = static_cast<std::uint8_t>(sum + octet);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  davy::ByteReader input({data, size});
  const LinkType link = link_types[input.u8() % link_types.size()];
  Decoder decoder;
  std::int64_t time_ns = 0;
  std::uint64_t frames = 0;
  while (input.remaining() >= 2) {
    const std::uint32_t length = input.le16();
    const auto octets = std::min<std::size_t>(length & 0x7fff, input.remaining());
    const davy::Bytes bytes = input.bytes(octets);
    const auto captured = static_cast<std::uint32_t>(octets);
    const std::uint32_t original = (length & 0x8000) != 0 ? 2 * captured + 1 : captured;
    time_ns += 1'000'000'000;
    ++frames;
    decode_one(decoder, {bytes.begin(), bytes.end()},
               {davy::timestamp_ns(time_ns), nullptr, captured, original, link});
  }
  require(decoder.other_packets() + decoder.truncated_packets() <= 2 * frames);
  return 0;
}
