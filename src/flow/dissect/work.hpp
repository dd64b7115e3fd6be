// From the difficulty that a pool names to the hashes that a share is worth, and from a login to its coin.
//
// Units:   expected hashes for one share (solutions for Equihash-type work).
// Errors:  nullopt where the text is no number; a target of 0 counts as 1.
// Threads: pure functions.
// Source:  Bitcoin difficulty 1 = 2^32 hashes (target 2^224); Scrypt pools count 2^16 (Litecoin's convention);
//          CryptoNote compact targets as XMRig reads them: 2^32 / u32le, 2^64 / u64le (xmrig Job::setTarget, 6.26.0).
#pragma once

#include <optional>
#include <string_view>

namespace davy::flow {

inline constexpr double bitcoin_difficulty_1_hashes = 4294967296.0;  // 2^32
inline constexpr double scrypt_difficulty_1_hashes = 65536.0;        // 2^16

// 2^256 / target, the target as up to 64 hex digits, most significant first; "0x" in front is allowed.
std::optional<double> hashes_for_target(std::string_view hex);
// The same with the octets in reverse order (getwork).
std::optional<double> hashes_for_target_reversed(std::string_view hex);
// CryptoNote's compact target: 8 or 16 hex digits, little-endian.
std::optional<double> hashes_for_cryptonote_target(std::string_view hex);
// Beam's packed difficulty: 8 bits of exponent, 24 of mantissa (beam core/difficulty.h).
double hashes_for_beam_difficulty(unsigned packed);

struct CoinOfAddress {
  std::string_view coin;
  std::string_view form;  // what told, for people
};
// The coin whose address form `login` begins with (a worker name may follow behind '.', '/' or '+').
std::optional<CoinOfAddress> coin_of_address(std::string_view login);

}  // namespace davy::flow
