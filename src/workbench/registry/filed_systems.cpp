#include "workbench/registry/filed_systems.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/delimited_text.hpp"
#include "workbench/energy/table_number.hpp"
#include "workbench/registry/filing.hpp"

namespace davy::registry {
namespace {

// The parts between spaces or ';', none empty.
std::vector<std::string_view> listed(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" ;");
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

bool covers(const signal::NetworkPrefix& prefix, const IpAddress& address) {
  return signal::masked(address, prefix.length) == prefix.address;
}

Result<FiledSystem> read_row(const DelimitedText& table, std::string_view file) {
  FiledSystem system{.name = std::string{table.named("system")},
                     .status = std::string{table.named("status")},
                     .purpose = std::string{table.named("purpose")},
                     .filed_kw = {},
                     .meters = {},
                     .addresses = {}};
  if (system.name.empty())
    return input_error(fmt::format("{}:{}: a system without a name", file, table.line()));
  if (const std::string_view kw = table.named("filed_kw"); !kw.empty()) {
    system.filed_kw = energy::number(kw);
    if (!system.filed_kw)
      return input_error(fmt::format("{}:{}: filed_kw is no number: {}", file, table.line(), kw));
  }
  for (const std::string_view meter : listed(table.named("meters")))
    system.meters.emplace_back(meter);
  for (const std::string_view text : listed(table.named("addresses"))) {
    const auto prefix = signal::parse_network_prefix(text);
    if (!prefix)
      return input_error(
          fmt::format("{}:{}: neither address nor network: {}", file, table.line(), text));
    system.addresses.push_back(*prefix);
  }
  return system;
}

}  // namespace

bool FiledSystem::is_in_force() const {
  const auto known = status_named(status);
  return known && registry::is_in_force(*known);
}

Result<FiledSystems> FiledSystems::parse(std::string_view text, std::string_view file_name) {
  DelimitedText table(text);
  if (!table.has("system"))
    return input_error(fmt::format(
        "{}: no register: its heading must name system, and may name status, purpose, filed_kw, "
        "meters, addresses",
        file_name));
  FiledSystems systems;
  while (table.next()) {
    auto system = read_row(table, file_name);
    if (!system) return std::unexpected(system.error());
    systems.systems_.push_back(std::move(*system));
  }
  return systems;
}

const FiledSystem* FiledSystems::of_meter(std::string_view meter) const {
  for (const FiledSystem& system : systems_)
    if (std::ranges::find(system.meters, meter) != system.meters.end()) return &system;
  return nullptr;
}

const FiledSystem* FiledSystems::of_address(const IpAddress& address) const {
  for (const FiledSystem& system : systems_)
    if (std::ranges::any_of(system.addresses, [&](const auto& p) { return covers(p, address); }))
      return &system;
  return nullptr;
}

}  // namespace davy::registry
