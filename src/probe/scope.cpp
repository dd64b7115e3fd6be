#include "probe/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

constexpr unsigned v4_bits = 96;  // ::ffff:0:0/96
constexpr unsigned public_v4_prefix_min = v4_bits + 16;
constexpr unsigned public_v6_prefix_min = 32;
constexpr std::size_t scope_octets_max = 1024 * 1024;

bool same_prefix(const IpAddress& a, const IpAddress& b, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (std::memcmp(a.octets.data(), b.octets.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const unsigned mask = 0xff00u >> (bits % 8) & 0xffu;
  return ((a.octets[whole] ^ b.octets[whole]) & mask) == 0;
}

// The network that the address lies in.
IpAddress cut_to(IpAddress address, unsigned bits) {
  for (unsigned i = 0; i < 16; ++i) {
    const unsigned here = std::clamp(bits, i * 8, i * 8 + 8) - i * 8;
    address.octets[i] = static_cast<std::uint8_t>(address.octets[i] & (0xff00u >> here));
  }
  return address;
}

struct Block {
  std::string_view text;
  std::string_view what;
};
// RFC 1918, 1122, 3927, 6598, 4193, 4291.
constexpr std::array private_blocks{
    Block{"10.0.0.0/8", ""},  Block{"172.16.0.0/12", ""},  Block{"192.168.0.0/16", ""},
    Block{"127.0.0.0/8", ""}, Block{"169.254.0.0/16", ""}, Block{"100.64.0.0/10", ""},
    Block{"fc00::/7", ""},    Block{"fe80::/10", ""},      Block{"::1/128", ""}};
constexpr std::array never_blocks{
    Block{"0.0.0.0/8", "no host's address"}, Block{"224.0.0.0/4", "a multicast address"},
    Block{"255.255.255.255", "the broadcast address"}, Block{"::", "no host's address"},
    Block{"ff00::/8", "a multicast address"}};

bool inside(const Network& network, const Network& block) {
  return network.address.is_v4() == block.address.is_v4() &&
         network.prefix_bits >= block.prefix_bits &&
         same_prefix(network.address, block.address, block.prefix_bits);
}

bool is_private(const Network& network) {
  return std::ranges::any_of(private_blocks, [&](const Block& block) {
    return inside(network, *parse_network(block.text));
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// Goes into what is sent, unescaped: letters that mean nothing in JSON and HTTP.
bool is_contact(std::string_view text) {
  constexpr std::string_view others = "@.+_-:/";
  return text.size() >= 3 && text.size() <= limits::text_field_octets_max &&
         std::ranges::all_of(text, [&](char c) {
           const bool letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
           return letter || others.find(c) != std::string_view::npos;
         });
}

std::optional<unsigned> decimal(std::string_view text) {
  unsigned number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

// Midnight after the day, UTC.
std::optional<Timestamp> end_of_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = decimal(text.substr(0, 4));
  const auto month = decimal(text.substr(5, 2));
  const auto day = decimal(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970 || *year > 2200) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{*month}, std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return Timestamp{std::chrono::sys_days{date} + std::chrono::days{1}};
}

std::string set_once(std::string& field, std::string_view word, std::string_view value) {
  if (!field.empty()) return fmt::format("{} stands there twice", word);
  field = value;
  return {};
}

}  // namespace

bool Network::holds(const Endpoint& endpoint) const {
  return endpoint.address.is_v4() == address.is_v4() &&
         same_prefix(address, endpoint.address, prefix_bits) && (!port || *port == endpoint.port);
}

std::optional<Network> parse_network(std::string_view text) {
  if (const auto endpoint = parse_endpoint(text))
    return Network{endpoint->address, 128, endpoint->port};
  const std::size_t slash = text.find('/');
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network{*address, 128, std::nullopt};
  const auto bits = decimal(text.substr(slash + 1));
  const unsigned bits_before = address->is_v4() ? v4_bits : 0;
  if (!bits || *bits > 128 - bits_before) return std::nullopt;
  const Network network{*address, *bits + bits_before, std::nullopt};
  if (*address != cut_to(*address, network.prefix_bits)) return std::nullopt;
  return network;
}

Result<Scope> Scope::parse(std::string_view text) {
  Scope scope;
  for (std::size_t number = 1; !text.empty(); ++number) {
    if (number > limits::probe_scope_lines_max) return usage_error("scope: too many lines");
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
    const std::string wrong = scope.take(line.substr(0, space), trimmed(line.substr(space)));
    if (!wrong.empty()) return usage_error(fmt::format("scope, line {}: {}", number, wrong));
  }
  if (const std::string missing = scope.missing(); !missing.empty())
    return usage_error(fmt::format("scope: no line `{}`", missing));
  return scope;
}

Result<Scope> Scope::load(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(scope_octets_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (!file && file.gcount() == 0 && errno != 0))
    return usage_error(fmt::format("scope {}: {}", path, std::strerror(errno)));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > scope_octets_max)
    return usage_error(fmt::format("scope {}: longer than 1 MiB: not a scope", path));
  return parse(text);
}

std::string Scope::take(std::string_view word, std::string_view value) {
  if (value.empty()) return fmt::format("`{}` without a value", word);
  if (word == "allow" || word == "deny") return take_network(word == "allow", value);
  if (word == "expires") return take_expiry(value);
  if (word == "authorised-by") return set_once(authorised_by_, word, value);
  if (word == "contact") {
    if (!is_contact(value)) return "contact: an address of mail or a URL, without spaces or quotes";
    return set_once(contact_, word, value);
  }
  if (word != "source") return fmt::format("`{}` is no word of a scope", word);
  if (source_) return "source stands there twice";
  source_ = parse_ip_address(value);
  return source_ ? "" : "source: not an IP address";
}

std::string Scope::take_network(bool allowed, std::string_view value) {
  const auto network = parse_network(value);
  if (!network) return fmt::format("`{}` is no address, network or address:port", value);
  const unsigned least = network->address.is_v4() ? public_v4_prefix_min : public_v6_prefix_min;
  if (allowed && network->prefix_bits < least && !is_private(*network)) {
    return fmt::format("`{}` is too wide for public addresses: name networks of /{} or narrower",
                       value, network->address.is_v4() ? least - v4_bits : least);
  }
  (allowed ? allowed_ : denied_).push_back(*network);
  return {};
}

std::string Scope::take_expiry(std::string_view value) {
  const auto ends = end_of_day(value);
  if (!ends) return "expires: a day as YYYY-MM-DD";
  ends_ = *ends;
  return set_once(expires_, "expires", value);
}

std::string Scope::missing() const {
  if (contact_.empty()) return "contact";
  if (authorised_by_.empty()) return "authorised-by";
  if (expires_.empty()) return "expires";
  return allowed_.empty() ? "allow" : "";
}

std::string Scope::refusal(const Endpoint& endpoint, Timestamp now) const {
  const auto holds = [&](const Network& network) { return network.holds(endpoint); };
  for (const Block& never : never_blocks) {
    if (holds(*parse_network(never.text))) return std::string(never.what);
  }
  if (now >= ends_) return fmt::format("the scope expired on {}", expires_);
  if (std::ranges::any_of(denied_, holds)) return "denied by the scope";
  if (std::ranges::none_of(allowed_, holds)) return "not in the scope";
  return {};
}

}  // namespace davy::probe
