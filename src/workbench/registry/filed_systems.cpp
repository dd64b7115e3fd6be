#include "workbench/registry/filed_systems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/table.hpp"

namespace davy::registry {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool covers(const signal::NetworkPrefix& prefix, const IpAddress& address) {
  return signal::masked(address, prefix.length) == prefix.address;
}

Result<FiledSystem> read_row(const Table& table, const Table::Row& row, std::string_view file) {
  FiledSystem system{.name = std::string{table.at(row, "system")},
                     .status = std::string{table.at(row, "status")},
                     .purpose = std::string{table.at(row, "purpose")},
                     .filed_kw = {},
                     .meters = {},
                     .addresses = {}};
  if (system.name.empty())
    return input_error(fmt::format("{}:{}: a system without a name", file, row.line));
  if (const std::string_view kw = table.at(row, "filed_kw"); !kw.empty()) {
    system.filed_kw = number(kw);
    if (!system.filed_kw)
      return input_error(fmt::format("{}:{}: filed_kw is no number: {}", file, row.line, kw));
  }
  for (const std::string_view meter : listed(table.at(row, "meters")))
    system.meters.emplace_back(meter);
  for (const std::string_view text : listed(table.at(row, "addresses"))) {
    const auto prefix = signal::parse_network_prefix(text);
    if (!prefix)
      return input_error(
          fmt::format("{}:{}: neither address nor network: {}", file, row.line, text));
    system.addresses.push_back(*prefix);
  }
  return system;
}

}  // namespace

bool FiledSystem::is_in_force() const {
  return status.empty() || status == "filed" || status == "built" || status == "operating";
}

Result<FiledSystems> FiledSystems::parse(std::string_view text, std::string_view file_name) {
  const Table table(text);
  if (!table.has("system"))
    return input_error(fmt::format(
        "{}: no register: its heading must name system, and may name status, purpose, filed_kw, "
        "meters, addresses",
        file_name));
  FiledSystems systems;
  for (const Table::Row& row : table.rows()) {
    auto system = read_row(table, row, file_name);
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
