#include "base/ip_address.hpp"

#include <arpa/inet.h>

namespace davy {

std::string to_string(const IpAddress& address) {
  if (!address.is_v4()) {
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, address.octets.data(), text, sizeof text);
    return text;
  }
  std::string
      text;  // by hand: a report holds several for each flow, and inet_ntop takes three times as long
  for (std::size_t i = 12; i < 16; ++i) {
    if (i > 12) text += '.';
    text += std::to_string(unsigned{address.octets[i]});
  }
  return text;
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  const std::string terminated(text);
  std::array<std::uint8_t, 16> octets{};
  if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1)
    return IpAddress::v4(octets.data());
  if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1)
    return IpAddress::v6(octets.data());
  return std::nullopt;
}

}  // namespace davy
