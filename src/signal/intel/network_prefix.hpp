// An address or a network in text: "192.0.2.1", "192.0.2.0/24", "2001:db8::/32".
//
// Units:   the length counts of 128 bits: IPv4 is ::ffff:0:0/96, so that /24 there is 120.
// Threads: values; pure functions.
// Source:  RFC 4632, RFC 4291.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ip_address.hpp"

namespace davy::signal {

struct NetworkPrefix {
  IpAddress address;  // bits beyond the length are 0
  unsigned length = 128;
};

IpAddress masked(IpAddress address, unsigned prefix_length);
std::optional<NetworkPrefix> parse_network_prefix(std::string_view text);
std::string to_string(const NetworkPrefix& prefix);  // without "/32" or "/128"

// Private, loopback, link local, multicast, unspecified, reserved: addresses that are not one host of the internet.
bool is_private_network(const NetworkPrefix& prefix);

}  // namespace davy::signal
