// Passwords as Argon2id hashes (RFC 9106).
//
// Units:   19 MiB and two passes, which OWASP's password storage sheet gives as the least for Argon2id (read 2026-11).
// Shape:   the encoded hash says with what it was made, so that costs can be raised later.
// Threads: pure; each call needs its 19 MiB.
#pragma once

#include <string>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/result.hpp"

namespace davy::identity {

inline constexpr std::size_t salt_octets = 16;
inline constexpr std::size_t password_octets_max = 1'000;
inline constexpr std::size_t password_letters_min = 12;

Result<std::string> password_hash(std::string_view password, Bytes salt);
bool password_fits(std::string_view password, const std::string& hash);

}  // namespace davy::identity
