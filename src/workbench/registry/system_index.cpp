#include "workbench/registry/system_index.hpp"

#include <algorithm>

#include "signal/intel/network_prefix.hpp"

namespace davy::registry {
namespace {

template <class Map, class Key>
std::vector<std::size_t> at(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::vector<std::size_t>{} : found->second;
}

}  // namespace

SystemIndex::SystemIndex(std::span<const RegisteredSystem> systems) {
  for (std::size_t place = 0; place < systems.size(); ++place) {
    const RegisteredSystem& system = systems[place];
    names_[system.name].push_back(place);
    for (const std::string& meter : system.meters) meters_[meter].push_back(place);
    for (const std::string& address : system.addresses)
      if (const auto prefix = signal::parse_network_prefix(address))
        prefixes_[prefix->length][prefix->address].push_back(place);
  }
}

std::vector<std::size_t> SystemIndex::of(std::string_view kind, std::string_view name) const {
  if (kind == "system") return at(names_, std::string{name});
  if (kind == "meter") return at(meters_, std::string{name});
  Places places;
  const auto address = parse_ip_address(name);
  if (!address) return places;
  for (const auto& [length, networks] : prefixes_)
    if (const auto found = networks.find(signal::masked(*address, length)); found != networks.end())
      places.insert(places.end(), found->second.begin(), found->second.end());
  std::ranges::sort(places);
  places.erase(std::ranges::unique(places).begin(), places.end());
  return places;
}

}  // namespace davy::registry
