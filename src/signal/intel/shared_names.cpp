#include "signal/intel/shared_names.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/tsv.hpp"
#include "signal/intel/network_prefix.hpp"

namespace davy::signal {
namespace {

constexpr std::string_view table =
#include "embedded/shared_names_tsv.inc"
    ;

struct Shared {
  std::unordered_set<std::string_view> suffixes;
  std::unordered_set<std::string_view> names;
  std::unordered_set<std::string_view> above;  // parents of shared names, of two labels or more
  std::vector<NetworkPrefix> networks;
};

void add_parents(std::unordered_set<std::string_view>& above, std::string_view name) {
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    name.remove_prefix(dot + 1);
    if (name.find('.') != std::string_view::npos) above.insert(name);
  }
}

Shared read_table() {
  Shared out;
  for (const auto& [name, kind, source, date] : tsv_rows<4>(table)) {
    if (const auto network = parse_network_prefix(name)) {
      out.networks.push_back(*network);
    } else if (kind == "public-suffix") {
      out.suffixes.insert(name);
    } else {
      out.names.insert(name);
      add_parents(out.above, name);
    }
  }
  return out;
}

const Shared& shared() {
  static const Shared all = read_table();
  return all;
}

}  // namespace

bool is_public_suffix(std::string_view name) { return shared().suffixes.contains(name); }
bool is_shared_name(std::string_view name) { return shared().names.contains(name); }
bool covers_shared_name(std::string_view name) {
  return is_shared_name(name) || shared().above.contains(name);
}

bool is_shared_network(const IpAddress& address, unsigned prefix_length) {
  return std::ranges::any_of(shared().networks, [&](const NetworkPrefix& network) {
    if (prefix_length == 128) return network.length == 128 && network.address == address;
    const unsigned shorter = std::min(prefix_length, network.length);
    return masked(address, shorter) == masked(network.address, shorter);
  });
}

std::size_t shared_rows() {
  return shared().suffixes.size() + shared().names.size() + shared().networks.size();
}

}  // namespace davy::signal
