// Host names that a client's first octets hold in clear: the Host of an HTTP request, and what it asks a proxy for.
//
// Shape:   a quick look at one segment, for every flow; src/flow/dissect reads the conversations themselves.
// Errors:  "" where there is none, or where it is cut.
// Threads: pure.
// Source:  RFC 9110 (Host, CONNECT), RFC 1928 (SOCKS5), SOCKS4A (1996).
#pragma once

#include "base/byte_reader.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

HostName name_in_clear(Bytes first_octets);

}  // namespace davy::flow
