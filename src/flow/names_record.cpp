#include "flow/names_record.hpp"

#include <algorithm>
#include <array>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"
#include "flow/host_characters.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t host_name_octets_max = 253;  // RFC 1035, 2.3.4, as text
constexpr std::size_t label_octets_max = 63;

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A host name in lower case to `out`, which has room for all of it; false where it is none.
bool lower_host_name(std::string_view text, char* out) {
  if (text.empty() || text.size() > host_name_octets_max) return false;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view label = text.substr(begin, end - begin);
    if (label.empty() || label.size() > label_octets_max) return false;
    if (!lower_host_label(as_bytes(label), out + begin)) return false;
    if (end == text.size()) return !is_digits(label);  // else it is an address (RFC 1123, 2.1)
    out[end] = '.';
    begin = end + 1;
  }
}

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
  std::array<char, host_name_octets_max> lowered;
  return lower_host_name(text, lowered.data());
}

std::string host_name(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::array<char, host_name_octets_max> lowered;
  if (!lower_host_name(text, lowered.data())) return {};
  return {lowered.data(), text.size()};
}

}  // namespace davy::flow
