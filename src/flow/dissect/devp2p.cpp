#include "flow/dissect/devp2p.hpp"

#include <array>

namespace davy::flow {
namespace {

constexpr std::size_t type_offset = 97;  // behind hash and signature
constexpr std::size_t items_read_max = 6;

struct Items {
  std::array<RlpItem, items_read_max> items;
  std::size_t count = 0;
};

// The first items of a list; nothing if one of them does not hold together.
std::optional<Items> read_items(Bytes content) {
  Items out;
  while (!content.empty() && out.count < items_read_max) {
    const std::optional<RlpItem> item = read_rlp(content);
    if (!item) return std::nullopt;
    content = item->rest;
    out.items[out.count++] = *item;
  }
  return out;
}

bool is_number(const RlpItem& item, std::size_t octets_max) {
  return !item.is_list && item.content.size() <= octets_max &&
         (item.content.empty() || item.content[0] != 0);
}
bool is_octets(const RlpItem& item, std::size_t octets) {
  return !item.is_list && item.content.size() == octets;
}
// An endpoint: address of 4 or 16 octets (or none), UDP port, TCP port.
bool is_endpoint(const RlpItem& item) {
  if (!item.is_list) return false;
  const std::optional<Items> parts = read_items(item.content);
  if (!parts || parts->count < 3 || parts->items[0].is_list) return false;
  const std::size_t address = parts->items[0].content.size();
  return (address == 0 || address == 4 || address == 16) && is_number(parts->items[1], 2) &&
         is_number(parts->items[2], 2);
}

// The form of each packet type; newer ones may carry more items (EIP-8).
bool has_form(std::uint8_t type, const Items& list) {
  const auto& item = list.items;
  switch (type) {
    case 1:  // ping: version, from, to, expiration
      return list.count >= 4 && is_number(item[0], 2) && is_endpoint(item[1]) &&
             is_endpoint(item[2]) && is_number(item[3], 8);
    case 2:  // pong: to, hash of the ping, expiration
      return list.count >= 3 && is_endpoint(item[0]) && is_octets(item[1], 32) &&
             is_number(item[2], 8);
    case 3:  // find node: target key, expiration
      return list.count >= 2 && is_octets(item[0], 64) && is_number(item[1], 8);
    case 4:  // neighbours: nodes, expiration
      return list.count >= 2 && item[0].is_list && is_number(item[1], 8);
    case 5:  // record request: expiration
      return list.count >= 1 && is_number(item[0], 8) && item[0].content.size() >= 4;
    case 6:  // record: hash of the request, record
      return list.count >= 2 && is_octets(item[0], 32) && item[1].is_list;
    default:
      return false;
  }
}

}  // namespace

std::optional<RlpItem> read_rlp(Bytes octets) {
  ByteReader reader(octets);
  const std::uint8_t lead = reader.u8();
  if (reader.failed()) return std::nullopt;
  if (lead < 0x80) return RlpItem{false, octets.first(1), octets.subspan(1)};
  const bool is_list = lead >= 0xc0;
  std::uint64_t length = lead - (is_list ? 0xc0u : 0x80u);
  if (length > 55) {
    const auto length_octets = static_cast<int>(length - 55);
    if (length_octets > 3) return std::nullopt;  // no datagram is so long
    length = 0;
    for (int i = 0; i < length_octets; ++i) length = length << 8 | reader.u8();
    if (length <= 55) return std::nullopt;
  }
  const Bytes content = reader.bytes(static_cast<std::size_t>(length));
  if (reader.failed()) return std::nullopt;
  return RlpItem{is_list, content, reader.rest()};
}

bool is_discv4(Bytes datagram) {
  if (datagram.size() <= type_offset + 1) return false;
  const std::optional<RlpItem> list = read_rlp(datagram.subspan(type_offset + 1));
  if (!list || !list->is_list) return false;
  const std::optional<Items> items = read_items(list->content);
  return items && has_form(datagram[type_offset], *items);
}

void Discv4::bytes(Direction, Timestamp, Bytes bytes, ConversationBuilder& out) {
  if (done_ || !begins_as_discv4(bytes)) return;
  done_ = true;
  out.related(RelatedClass::blockchain_node,
              "Ethereum discovery v4: hash, signature, packet type 1 to 6 and its RLP list");
}

void Rlpx::bytes(Direction direction, Timestamp, Bytes bytes, ConversationBuilder& out) {
  if (other_ || bytes.empty()) return;
  if (!has_rlpx_size(bytes) || !looks_random(bytes.subspan(2)) || first_ == direction) {
    other_ = true;
    return;
  }
  if (!first_) {
    first_ = direction;
    return;
  }
  other_ = true;
  out.related(RelatedClass::blockchain_node,
              "Ethereum RLPx by its port (30303 to 30311) and the exact EIP-8 sizes of both "
              "handshake packets; content not readable");
}

}  // namespace davy::flow
