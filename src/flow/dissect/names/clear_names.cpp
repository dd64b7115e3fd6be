#include "flow/dissect/names/clear_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace davy::flow {
namespace {

constexpr std::size_t head_octets_max = 2048;  // Host stands near the front
constexpr std::array<std::string_view, 6> methods{"GET ",  "POST ",    "PUT ",
                                                  "HEAD ", "OPTIONS ", "DELETE "};
constexpr std::string_view connect = "CONNECT ";

std::string_view without_port(std::string_view host) { return host.substr(0, host.rfind(':')); }

bool same_letters(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + ('a' - 'A')) : x) == y;
  });
}

// The value of the field Host; its name may be written in any case.
std::string_view host_field(std::string_view head) {
  constexpr std::string_view field = "host:";
  for (std::size_t line = head.find('\n'); line != std::string_view::npos;
       line = head.find('\n', line + 1)) {
    std::string_view rest = head.substr(line + 1);
    if (rest.size() < field.size() || !same_letters(rest.substr(0, field.size()), field)) continue;
    rest.remove_prefix(field.size());
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const std::size_t end = rest.find_first_of("\r\n");
    return end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
  }
  return {};
}

// 5 1 0 3 LENGTH HOST PORT: a request to connect to a name.
std::string_view socks5_host(Bytes octets) {
  constexpr std::size_t head = 5;
  if (octets.size() < head || octets[0] != 5 || octets[1] != 1 || octets[2] != 0 || octets[3] != 3)
    return {};
  if (octets.size() < head + octets[4] + 2u) return {};
  return as_text(octets.subspan(head, octets[4]));
}

// 4 1 PORT 0.0.0.X USER 0 HOST 0: SOCKS4A.
std::string_view socks4a_host(Bytes octets) {
  constexpr std::size_t head = 8;
  const bool is_request = octets.size() > head && octets[0] == 4 && octets[1] == 1 &&
                          octets[4] == 0 && octets[5] == 0 && octets[6] == 0 && octets[7] != 0;
  if (!is_request) return {};
  const std::string_view rest = as_text(octets.subspan(head));
  const std::size_t user_end = rest.find('\0');
  if (user_end == std::string_view::npos) return {};
  const std::string_view host = rest.substr(user_end + 1);
  const std::size_t host_end = host.find('\0');
  return host_end == std::string_view::npos ? std::string_view{} : host.substr(0, host_end);
}

}  // namespace

HostName name_in_clear(Bytes first_octets) {
  if (first_octets.empty()) return {};
  if (first_octets[0] == 5) return {host_name(socks5_host(first_octets)), NameSource::proxy_target};
  if (first_octets[0] == 4)
    return {host_name(socks4a_host(first_octets)), NameSource::proxy_target};
  const std::string_view text =
      as_text(first_octets.first(std::min(first_octets.size(), head_octets_max)));
  if (text.starts_with(connect)) {
    const std::string_view target = text.substr(connect.size());
    return {host_name(without_port(target.substr(0, target.find(' ')))), NameSource::proxy_target};
  }
  const bool is_request =
      std::ranges::any_of(methods, [&](std::string_view m) { return text.starts_with(m); });
  if (!is_request) return {};
  return {host_name(without_port(host_field(text))), NameSource::http_host};
}

}  // namespace davy::flow
