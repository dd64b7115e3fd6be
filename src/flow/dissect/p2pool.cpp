#include "flow/dissect/p2pool.hpp"

namespace davy::flow {
namespace {

constexpr std::uint32_t block_octets_max =
    128 * 1024;  // MAX_BLOCK_SIZE of p2pool's pool_block.h, with its header
constexpr std::size_t peers_max = 16;
constexpr std::size_t proof_of_work_shape = 12;
constexpr std::uint64_t handshake_difficulty = 10'000;

// The whole message's size from its front; 0: more is needed.
std::optional<std::uint64_t> message_octets(Bytes front) {
  switch (front[0]) {
    case 0:
      return p2pool_challenge_octets;
    case 1:
      return p2pool_solution_octets;
    case 2:
      return 5;
    case 3:
    case 9:
      return 33;
    case 6:
      return 1;
    case 7:
      if (front.size() < 2) return 0;
      if (front[1] > peers_max) return std::nullopt;
      return 2 + front[1] * std::uint64_t{19};
    case 4:
    case 5:
    case 8:
    case 10:
    case 11: {
      if (front.size() < 5) return 0;
      const std::uint32_t length = load_le32(front.data() + 1);
      if (length > block_octets_max) return std::nullopt;
      return 5 + std::uint64_t{length};
    }
    default:
      return std::nullopt;
  }
}

// Both handshake messages come first, and only there.
bool is_in_order(std::uint8_t type, std::uint32_t messages_before) {
  return messages_before < 2 ? type == messages_before : type > 1;
}

// The upper 64 bits of the hash, times the difficulty, must not overflow.
bool carries_work(Bytes solution) {
  return load_le64(solution.data() + 1 + 24) <= ~std::uint64_t{0} / handshake_difficulty;
}

bool plausible(Bytes octets) {
  if (octets[0] == 0) return looks_random(octets.subspan(1, 16));
  if (octets[0] == 1) return looks_random(octets.subspan(1));
  return octets[0] != 2 || load_le32(octets.data() + 1) < 65'536;
}

}  // namespace

void P2pool::bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  if (side.lost) return;
  const auto take = [&](Bytes octets, std::uint64_t) {
    return message(direction, time, octets, out);
  };
  if (side.frames.add(bytes, message_octets, take)) return;
  side.lost = true;
  if (side.messages >= 2) out.malformed(Malformed::binary_frame);
}

void P2pool::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  if (side.frames.gap(octets)) return;
  side.lost = true;
  if (out.is_mining()) ++out.record().messages_unread;
}

bool P2pool::message(Direction direction, Timestamp time, Bytes octets, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  const Side& peer = sides_[static_cast<std::size_t>(opposite(direction))];
  const std::uint8_t type = octets[0];
  if (!is_in_order(type, side.messages) || !plausible(octets)) return false;
  // A peer that never sends its own challenge is no peer.
  if (type == 1 && peer.messages == 0) return false;
  const Dialect& dialect = dialects::p2pool;
  ++side.messages;
  const bool works = type == 1 && carries_work(octets);
  report(dialect, dialect.shapes[works ? proof_of_work_shape : type], time, direction, octets, out);
  if (type != 1 || peer.messages < 2) return true;
  out.unmistakable();
  out.set_coin(dialect.coin, 1, "dialect");
  out.set_algorithm(dialect.algorithm, 1);
  return true;
}

}  // namespace davy::flow
