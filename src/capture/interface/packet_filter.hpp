// A filter as pcap-filter(7) writes it ("not port 22 and not host 10.0.0.1"), compiled for the kernel.
//
// Errors:  usage, with what libpcap says of the expression.
// Threads: a value. libpcap compiles in one thread at a time: the first call of a program must not race another.
#pragma once

#include <linux/filter.h>

#include <string>
#include <vector>

#include "base/result.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

// An empty expression is an empty program: everything passes.
Result<std::vector<sock_filter>> compile_filter(const std::string& expression, LinkType link_type);

}  // namespace davy::capture
