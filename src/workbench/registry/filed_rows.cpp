#include "workbench/registry/filed_rows.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/limits.hpp"
#include "signal/intel/network_prefix.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/registry/filing.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using store::Query;

constexpr std::size_t name_octets_max = 400;  // 200 letters
constexpr std::size_t text_octets_max = 4'000;
constexpr std::size_t parts_max = 100;
constexpr std::string_view columns =
    "system_id, name, unit, status, purpose, discipline, responsible, filed_kw, cpus, gpus, "
    "disk_tb, meters, addresses, filing_number, due_on, submitted_by";

RegisteredSystem system_of(const Query& row) {
  RegisteredSystem system{.system_id = row.integer(0),
                          .name = row.text(1),
                          .unit = row.text(2),
                          .status = row.text(3),
                          .purpose = row.text(4),
                          .discipline = row.text(5),
                          .responsible = row.text(6)};
  if (!row.is_null(7)) system.filed_kw = row.real(7);
  if (!row.is_null(8)) system.cpus = row.integer(8);
  if (!row.is_null(9)) system.gpus = row.integer(9);
  if (!row.is_null(10)) system.disk_tb = row.real(10);
  system.meters = table::listed(row.view(11));
  system.addresses = table::listed(row.view(12));
  if (!row.is_null(13)) system.filing_number = row.text(13);
  if (!row.is_null(14)) system.due_on = row.text(14);
  if (!row.is_null(15)) system.submitted_by = row.text(15);
  return system;
}

std::optional<std::string> or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

constexpr std::int64_t amount_max = 1'000'000'000;
bool is_amount(std::optional<double> amount) {
  return !amount || (*amount >= 0 && *amount < static_cast<double>(amount_max));
}
bool is_amount(std::optional<std::int64_t> amount) {
  return !amount || (*amount >= 0 && *amount < amount_max);
}

}  // namespace

std::string wrong_with(const RegisteredSystem& system) {
  if (system.name.empty()) return "a system without a name";
  for (const std::string* text :
       {&system.name, &system.unit, &system.discipline, &system.responsible})
    if (text->size() > name_octets_max) return fmt::format("too long: {}", text->substr(0, 60));
  if (system.purpose.size() > text_octets_max) return "the purpose is too long";
  if (!status_named(system.status)) return fmt::format("no status is called {}", system.status);
  if (!is_amount(system.filed_kw) || !is_amount(system.cpus) || !is_amount(system.gpus) ||
      !is_amount(system.disk_tb))
    return "power, CPUs, GPUs and disk are amounts of zero or more";
  if (system.meters.size() > parts_max || system.addresses.size() > parts_max)
    return fmt::format("more than {} meters or addresses", parts_max);
  for (const std::string& address : system.addresses)
    if (!signal::parse_network_prefix(address))
      return fmt::format("neither address nor network: {}", address.substr(0, 60));
  if (!system.due_on.empty() && !energy::parse_day(system.due_on))
    return fmt::format("no day: {}", system.due_on);
  return {};
}

Result<void> put_system(store::Database& database, RegisteredSystem& system, Timestamp now) {
  const auto done = database.run(
      "INSERT INTO filed_system (name, unit, status, purpose, discipline, responsible, filed_kw, "
      "cpus, gpus, disk_tb, meters, addresses, filing_number, due_on, submitted_by, changed_ns) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
      "unit = excluded.unit, status = excluded.status, purpose = excluded.purpose, "
      "discipline = excluded.discipline, responsible = excluded.responsible, "
      "filed_kw = excluded.filed_kw, cpus = excluded.cpus, gpus = excluded.gpus, "
      "disk_tb = excluded.disk_tb, meters = excluded.meters, addresses = excluded.addresses, "
      "filing_number = coalesce(excluded.filing_number, filing_number), due_on = excluded.due_on, "
      "submitted_by = coalesce(excluded.submitted_by, submitted_by), "
      "changed_ns = excluded.changed_ns",
      system.name, system.unit, system.status, system.purpose, system.discipline,
      system.responsible, system.filed_kw, system.cpus, system.gpus, system.disk_tb,
      table::joined(system.meters), table::joined(system.addresses), or_null(system.filing_number),
      or_null(system.due_on), or_null(system.submitted_by), store::ns(now));
  if (!done) return std::unexpected(done.error());
  const auto id =
      database.integer("SELECT system_id FROM filed_system WHERE name = ?", system.name);
  if (!id) return std::unexpected(id.error());
  system.system_id = id->value_or(0);
  return {};
}

Result<std::vector<RegisteredSystem>> read_systems(store::Database& database) {
  return store::rows_of<RegisteredSystem>(
      database.query(fmt::format("SELECT {} FROM filed_system ORDER BY name", columns)), system_of);
}

Result<std::optional<RegisteredSystem>> read_system(store::Database& database, std::int64_t id) {
  auto rows = store::rows_of<RegisteredSystem>(
      database.query(fmt::format("SELECT {} FROM filed_system WHERE system_id = ?", columns), id),
      system_of);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

}  // namespace davy::registry
