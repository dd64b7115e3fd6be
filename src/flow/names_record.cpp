#include "flow/names_record.hpp"

#include <algorithm>
#include <array>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t host_name_octets_max = 253;  // RFC 1035, 2.3.4, as text
constexpr std::size_t label_octets_max = 63;

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

std::string_view name(NameSource source) {
  static constexpr std::array<std::string_view, 7> names{
      "none",      "tls-server-name", "quic-server-name", "tls-certificate",
      "http-host", "proxy-target",    "address-lookup"};
  return names[static_cast<std::size_t>(source)];
}

bool is_any_wanted(const NamesRecord& names, const NameJudge& judge) {
  if (names.certificate && judge.wants(*names.certificate)) return true;
  return std::ranges::any_of(names.hosts,
                             [&](const HostName& host) { return judge.wants(host.text); });
}

bool add_host(NamesRecord& names, std::string_view text, NameSource source) {
  std::string host = host_name(text);
  if (host.empty()) return false;
  const auto same = [&](const HostName& known) {
    return known.text == host && known.source == source;
  };
  if (std::ranges::any_of(names.hosts, same)) return true;
  if (names.hosts.size() == limits::host_names_per_flow_max) return false;
  names.hosts.push_back({std::move(host), source});
  return true;
}

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > host_name_octets_max) return false;
  std::size_t label = 0;
  bool digits_only = true;  // in the last label: then it is an address (RFC 1123, 2.1)
  for (const char c : text) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      digits_only = true;
    } else if (!is_host_character(lower(c)) || ++label > label_octets_max) {
      return false;
    } else if (c < '0' || c > '9') {
      digits_only = false;
    }
  }
  return label > 0 && !digits_only;
}

std::string host_name(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (!is_host_name(text)) return {};
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

}  // namespace davy::flow
