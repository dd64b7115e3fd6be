#include "probe/endpoint.hpp"

#include <fmt/format.h>

#include <charconv>

namespace davy::probe {

std::string to_string(const Endpoint& endpoint) {
  const std::string address = davy::to_string(endpoint.address);
  return endpoint.address.is_v4() ? fmt::format("{}:{}", address, endpoint.port)
                                  : fmt::format("[{}]:{}", address, endpoint.port);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stopped != end || port == 0) return std::nullopt;
  return port;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = parse_ip_address(host);
  const auto port = parse_port(text.substr(colon + 1));
  // "::1:3333" is an address, and nobody can tell whether the last part is meant as a port.
  if (!address || !port || bracketed == (host.find(':') == std::string_view::npos))
    return std::nullopt;
  return Endpoint{*address, *port};
}

}  // namespace davy::probe
