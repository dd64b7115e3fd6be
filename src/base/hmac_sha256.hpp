// HMAC with SHA-256.
//
// Shape:   each thread keeps one context: to look the algorithm up again costs ten times as much as a short message.
// Threads: any.
// Source:  RFC 2104, FIPS 180-4.
#pragma once

#include <array>
#include <cstdint>

#include "base/byte_reader.hpp"

namespace davy {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 hmac_sha256(Bytes key, Bytes text);

}  // namespace davy
