// SHA-256.
//
// Threads: any; each keeps one context.
// Source:  FIPS 180-4.
#pragma once

#include <string_view>

#include "base/byte_reader.hpp"
#include "base/hmac_sha256.hpp"

namespace davy {

Sha256 sha256(Bytes text);
Sha256 sha256(std::string_view text);

}  // namespace davy
