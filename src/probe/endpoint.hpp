// Where something listens: an address and a TCP port.
//
// Shape:   text is "192.0.2.7:3333" or "[2001:db8::7]:3333".
// Threads: values; share freely.
// Source:  RFC 3986 section 3.2.2 for the brackets.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ip_address.hpp"

namespace davy::probe {

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

std::string to_string(const Endpoint& endpoint);
// 1 to 65535, decimal digits only.
std::optional<std::uint16_t> parse_port(std::string_view text);
std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace davy::probe
