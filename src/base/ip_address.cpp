#include "base/ip_address.hpp"

#include <arpa/inet.h>

namespace davy {

std::string to_string(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.is_v4()) {
    inet_ntop(AF_INET, address.octets.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.octets.data(), text, sizeof text);
  }
  return text;
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  const std::string terminated(text);
  std::array<std::uint8_t, 16> octets{};
  if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1) return IpAddress::v4(octets.data());
  if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1) return IpAddress::v6(octets.data());
  return std::nullopt;
}

}  // namespace davy
