// Tells a payload that is text, by its first octets: what was within the dissectors' reach.
//
// Threads: pure.
// Source:  RFC 6455 section 5.2 (WebSocket frames), RFC 7692 (RSV1: compressed).
#pragma once

#include "base/byte_reader.hpp"

namespace davy::flow {

// Printable octets and white space, or a whole WebSocket message that says it is text.
bool begins_as_text(Bytes payload);

}  // namespace davy::flow
