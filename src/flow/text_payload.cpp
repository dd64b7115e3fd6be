#include "flow/text_payload.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::size_t octets_looked_at = 8;

bool is_text_frame(Bytes payload) {
  constexpr std::uint8_t whole_text = 0x81, compressed = 0x40, mask_bit = 0x80, length_bits = 0x7f;
  constexpr std::size_t header_octets = 2, mask_octets = 4, short_octets_max = 125;
  if (payload.size() < header_octets || (payload[0] & ~compressed) != whole_text) return false;
  const std::size_t length = payload[1] & length_bits;
  const std::size_t mask = (payload[1] & mask_bit) != 0 ? mask_octets : 0;
  return length > short_octets_max || header_octets + mask + length <= payload.size();
}

}  // namespace

bool begins_as_text(Bytes payload) {
  if (is_text_frame(payload)) return true;
  const Bytes first = payload.first(std::min(payload.size(), octets_looked_at));
  return std::ranges::all_of(first, [](std::uint8_t c) {
    return (c >= 0x20 && c < 0x7f) || c == '\r' || c == '\n' || c == '\t';
  });
}

}  // namespace davy::flow
