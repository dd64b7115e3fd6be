// How a webhook is signed: what a receiver needs to know that it is from davy, whole, and new.
//
// Shape:   the headers of the Standard Webhooks form: webhook-id, webhook-timestamp (s since 1970), webhook-signature "v1," and
//          base64 of HMAC-SHA256 over "<id>.<timestamp>.<body>". A secret that begins with whsec_ is base64 behind it; another
//          is taken as it is.
// Errors:  of a secret: usage errors.
// Bounds:  secret_octets_min of a secret.
// Threads: pure.
// Source:  github.com/standard-webhooks/standard-webhooks, version 1; RFC 2104.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace davy::relay {

inline constexpr std::size_t secret_octets_min = 16;

Result<std::string> webhook_secret(std::string_view text);
std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t time_s,
                              std::string_view body);

}  // namespace davy::relay
