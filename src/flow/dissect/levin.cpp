#include "flow/dissect/levin.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::uint64_t body_octets_max = 100'000'000;  // LEVIN_DEFAULT_MAX_PACKET_SIZE
constexpr std::uint32_t flags_known = 0x0f;             // request, response, begin, end

constexpr std::array<std::uint8_t, 16> monero_network_id{
    0x12, 0x30, 0xf1, 0x71, 0x61, 0x04, 0x41, 0x61, 0x17, 0x31, 0x00, 0x82, 0x16, 0xa1, 0xa1, 0x10};

bool is_known_command(std::uint32_t command) {
  const bool peer_to_peer = command >= 1001 && command <= 1007;
  const bool blocks = command >= 2001 && command <= 2010;
  const bool fragment = command == 0;  // part of a longer message: begin or end flag
  return peer_to_peer || blocks || fragment;
}

}  // namespace

bool is_levin_header(Bytes octets) {
  ByteReader reader(octets);
  const bool signature = reader.le64() == levin_signature;
  const bool length = reader.le64() <= body_octets_max;
  const bool wants_answer = reader.u8() <= 1;
  const std::uint32_t command = reader.le32();
  reader.skip(4);  // return code
  const std::uint32_t flags = reader.le32();
  const bool version = reader.le32() == 1;
  return !reader.failed() && signature && length && wants_answer && is_known_command(command) &&
         (flags & ~flags_known) == 0 && version;
}

void Levin::bytes(Direction direction, Timestamp, Bytes bytes, ConversationBuilder& out) {
  if (gave_up()) return;
  const auto measure = [](Bytes front) -> std::optional<std::uint64_t> {
    if (front.size() < levin_header_octets) return 0;
    if (!is_levin_header(front)) return std::nullopt;
    return levin_header_octets + load_le64(front.data() + 8);
  };
  const auto take = [&](Bytes octets, std::uint64_t) {
    out.related(RelatedClass::blockchain_node,
                "Levin (Monero and other CryptoNote chains) peer-to-peer: header of 33 octets with "
                "signature 0121010101010101, a known command and version 1");
    if (!std::ranges::search(octets, monero_network_id).empty()) {
      out.set_coin("XMR", 3, "network id in the handshake");
    }
    done_ = true;
    return true;
  };
  FrameCutter& frames = frames_[static_cast<std::size_t>(direction)];
  if (!frames.add_or_begin_again(bytes, measure, take)) ++misses_;
}

void Levin::gap(Direction direction, std::uint64_t octets, ConversationBuilder&) {
  frames_[static_cast<std::size_t>(direction)].gap(octets);
}

}  // namespace davy::flow
