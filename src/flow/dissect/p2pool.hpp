// P2Pool (Monero): the side chain's nodes talking to each other. A P2Pool node exists to mine.
//
// Shape:   both peers open with a challenge of 17 octets (0, 8 of challenge, 8 of peer id), answer with a solution of 41
//          (1, hash 32, salt 8), and go on with messages of one octet of type. It is `unmistakable` when both handshakes
//          were seen. The initiator's solution carries a proof of work (its hash below 2^256 / 10000), which is read too.
// Errors:  a message that cannot be one is counted (binary_frame) and ends the reading of that direction.
// Threads: one owner.
// Source:  SChernykh/p2pool, src/p2p_server.h and p2p_server.cpp, read 2026-11.
#pragma once

#include <array>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

namespace dialects {
extern const Dialect p2pool;
}

inline constexpr std::size_t p2pool_challenge_octets = 17;
inline constexpr std::size_t p2pool_solution_octets = 41;

// A challenge alone, or with the solution behind it (its peer was faster).
inline bool begins_as_p2pool(Bytes first_payload) {
  const std::size_t n = first_payload.size();
  return (n == p2pool_challenge_octets ||
          (n == p2pool_challenge_octets + p2pool_solution_octets && first_payload[17] == 1)) &&
         first_payload[0] == 0 && looks_random(first_payload.subspan(1, 16));
}

class P2pool final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return sides_[0].lost && sides_[1].lost; }

 private:
  struct Side {
    FrameCutter frames;
    std::uint32_t messages = 0;
    bool lost = false;
  };

  bool message(Direction direction, Timestamp time, Bytes octets, ConversationBuilder& out);

  std::array<Side, 2> sides_;
};

}  // namespace davy::flow
