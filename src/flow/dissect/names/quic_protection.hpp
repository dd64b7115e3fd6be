// The keys of QUIC Initial packets, and what they open.
//
// Units:   octets.
// Shape:   keys are made from a connection id that the packet carries, so everybody on the way can make them.
// Errors:  open_sealed() says false where the packet fails authentication: cut, noise, or of the other side.
// Threads: any; each thread has ciphers of its own, fetched once: looking them up costs more than a packet.
// Source:  RFC 9001 section 5, RFC 9369 section 3.3; RFC 5869 (HKDF).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"

namespace davy::flow {

inline constexpr std::uint32_t quic_version_1 = 1;
inline constexpr std::uint32_t quic_version_2 = 0x6b3343cf;

struct QuicInitialKeys {
  std::array<std::uint8_t, 16> key;
  std::array<std::uint8_t, 12> iv;
  std::array<std::uint8_t, 16> header;
};

// The client's, from the first destination connection id that it chose; nothing for other versions.
std::optional<QuicInitialKeys> quic_client_keys(std::uint32_t version, Bytes connection_id);

// A packet from its first octet to its last.
struct QuicSealed {
  Bytes octets;
  std::size_t number_at;  // where its number begins
};

// From the number on, the least that a packet may have: four octets, and a sample of what is sealed.
inline constexpr std::size_t quic_sealed_octets_min = 20;

// Its payload in clear.
bool open_sealed(const QuicSealed& packet, const QuicInitialKeys& keys,
                 std::vector<std::uint8_t>& clear);

}  // namespace davy::flow
