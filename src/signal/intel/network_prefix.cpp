#include "signal/intel/network_prefix.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace davy::signal {
namespace {

constexpr unsigned v4_bits_before = 96;

// RFC 6890 and its successors: what is private, loopback, link local, shared, multicast or reserved. The blocks for
// documentation are left usable: examples and tests need them.
constexpr std::array<std::string_view, 15> private_blocks{
    "0.0.0.0/8",     "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
    "::/127",        "fc00::/7",     "fe80::/10",      "fec0::/10",   "ff00::/8"};

// Lists of names are long: most of them are no address by their first character. A zero octet would end what
// parse_ip_address() sees.
bool may_be_address(std::string_view text) {
  if (text.empty() || text.find('\0') != std::string_view::npos) return false;
  return (text[0] >= '0' && text[0] <= '9') || text.find(':') != std::string_view::npos;
}

std::optional<unsigned> parse_length(std::string_view text, unsigned most) {
  unsigned length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size() || length > most) return {};
  return length;
}

bool overlap(const NetworkPrefix& a, const NetworkPrefix& b) {
  const unsigned shorter = std::min(a.length, b.length);
  return masked(a.address, shorter) == masked(b.address, shorter);
}

const std::array<NetworkPrefix, private_blocks.size()>& private_networks() {
  static const auto all = [] {
    std::array<NetworkPrefix, private_blocks.size()> out;
    std::ranges::transform(private_blocks, out.begin(), [](std::string_view block) {
      return parse_network_prefix(block).value_or(NetworkPrefix{});
    });
    return out;
  }();
  return all;
}

}  // namespace

IpAddress masked(IpAddress address, unsigned prefix_length) {
  for (std::size_t i = 0; i < address.octets.size(); ++i) {
    const unsigned before = static_cast<unsigned>(i) * 8;
    const unsigned kept = prefix_length > before ? std::min(prefix_length - before, 8u) : 0;
    address.octets[i] &= static_cast<std::uint8_t>(0xff00u >> kept);
  }
  return address;
}

std::optional<NetworkPrefix> parse_network_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (!may_be_address(text)) return {};
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address) return {};
  const bool v4 = address->is_v4() && text.find('.') != std::string_view::npos;
  if (slash == std::string_view::npos) return NetworkPrefix{*address, 128};
  const auto length = parse_length(text.substr(slash + 1), v4 ? 32 : 128);
  if (!length) return {};
  const unsigned of_128 = v4 ? *length + v4_bits_before : *length;
  return NetworkPrefix{masked(*address, of_128), of_128};
}

std::string to_string(const NetworkPrefix& prefix) {
  const std::string address = to_string(prefix.address);
  if (prefix.length == 128) return address;
  const bool v4 = prefix.address.is_v4() && prefix.length >= v4_bits_before;
  return address + '/' + std::to_string(v4 ? prefix.length - v4_bits_before : prefix.length);
}

bool is_private_network(const NetworkPrefix& prefix) {
  // A network that holds IPv4 as a whole, such as ::/0, overlaps everything: whole_network says so better.
  return std::ranges::any_of(private_networks(), [&](const NetworkPrefix& block) {
    return prefix.length >= block.length && overlap(prefix, block);
  });
}

}  // namespace davy::signal
