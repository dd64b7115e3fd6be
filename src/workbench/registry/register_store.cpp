#include "workbench/registry/register_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "base/limits.hpp"
#include "signal/intel/network_prefix.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/energy/table_number.hpp"
#include "workbench/registry/filed_rows.hpp"
#include "workbench/registry/filed_systems.hpp"
#include "workbench/registry/filing.hpp"
#include "workbench/registry/system_index.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using store::Database;
using store::Query;
using table::Field;

// Below this share of what was filed it was filed too large: a third, because load comes in peaks.
constexpr double under_used = 1.0 / 3;
// Fewer say little of a month.
constexpr std::int64_t hours_of_a_month_min = 24 * 7;
constexpr int months_looked_at = 12;

constexpr std::array fields{
    Field{"system", {"name", "系统名称", "信息系统名称", "系统", "名称"}},
    Field{"unit", {"department", "单位", "使用单位", "建设单位", "单位名称"}},
    Field{"status", {"state", "状态", "备案状态"}},
    Field{"purpose", {"use", "用途", "用途及学科"}},
    Field{"discipline", {"field", "学科", "学科方向"}},
    Field{"responsible", {"contact", "person", "责任人", "负责人", "联系人"}},
    Field{"filed_kw", {"备案功率kW", "备案容量kW", "备案功率", "备案容量"}},
    Field{"cpus", {"cpu", "CPU数", "CPU数量"}},
    Field{"gpus", {"gpu", "GPU数", "GPU数量"}},
    Field{"disk_tb", {"disk", "storage_tb", "存储TB", "存储容量TB"}},
    Field{"meters", {"meter", "电表", "电表编号"}},
    Field{"addresses", {"address", "ip", "地址", "IP地址", "网络地址"}},
    Field{"filing_number", {"备案号", "备案编号"}},
    Field{"due_on", {"due", "期限", "截止日期"}},
};
constexpr std::array<std::string_view, 1> must{"system"};

// "": nothing stood there. False: no amount.
bool take_amount(std::string_view text, auto& amount) {
  if (text.empty()) return true;
  const auto number = energy::number(text);
  if (!number || *number < 0 || *number > 1e9) return false;
  amount = static_cast<typename std::decay_t<decltype(amount)>::value_type>(*number);
  return true;
}

// A system of the table, or why it is none.
std::string read_row(const table::HeadedTable& table, RegisteredSystem& system) {
  system.name = table.text("system");
  system.unit = table.text("unit");
  system.purpose = table.text("purpose");
  system.discipline = table.text("discipline");
  system.responsible = table.text("responsible");
  system.meters = table::listed(table.text("meters"));
  system.addresses = table::listed(table.text("addresses"));
  system.filing_number = table.text("filing_number");
  // A workbook's day may come with a time.
  const auto due = energy::parse_day(table.text("due_on"));
  system.due_on = due ? energy::to_text(*due) : std::string{table.text("due_on")};
  const auto status = status_named(table.text("status"));
  if (!status) return fmt::format("no status is called {}", table.text("status"));
  system.status = name(*status);
  if (!take_amount(table.text("filed_kw"), system.filed_kw))
    return fmt::format("the filed power is no number: {}", table.text("filed_kw"));
  if (!take_amount(table.text("cpus"), system.cpus) ||
      !take_amount(table.text("gpus"), system.gpus) ||
      !take_amount(table.text("disk_tb"), system.disk_tb))
    return "cpus, gpus and disk_tb are numbers";
  return wrong_with(system);
}

// Mean load of each meter in each of its last months.
using MeterMonths = std::map<std::string, std::map<std::string, double>, std::less<>>;
Result<MeterMonths> meter_months(Database& database) {
  MeterMonths months;
  const auto done = store::each_row(
      database.query("SELECT meter, month, mean_kw FROM meter_month WHERE hours >= ? AND month > "
                     "(SELECT strftime('%Y-%m', max(month) || '-01', ?) FROM meter_month)",
                     hours_of_a_month_min, fmt::format("-{} months", months_looked_at)),
      [&](const Query& row) { months[row.text(0)][row.text(1)] = row.real(2); });
  if (!done) return std::unexpected(done.error());
  return months;
}

std::optional<double> used_by(const RegisteredSystem& system, const MeterMonths& months) {
  std::map<std::string, double> sums;
  for (const std::string& meter : system.meters)
    if (const auto known = months.find(meter); known != months.end())
      for (const auto& [month, kw] : known->second) sums[month] += kw;
  if (sums.empty()) return std::nullopt;
  return std::ranges::max_element(sums, {}, [](const auto& sum) { return sum.second; })->second;
}

// The register with what was found put to it.
struct Together {
  std::vector<RegisteredSystem> systems = {};
  // Subjects that seem to mine and belong to no system, and how sure that is; the latest first.
  std::vector<std::pair<verdict::Level, std::int64_t>> nobodys = {};
};

// Hosts and meters, the latest first. Loads stand in the event lines of meters only.
constexpr std::string_view found_sql =
    "SELECT id, kind, name, level, CASE WHEN kind = 'meter' THEN (SELECT json_extract(event, "
    "'$.electricity.power.best') FROM subject_event WHERE subject_id = subject.id) END "
    "FROM subject INDEXED BY subject_by_time WHERE +kind IN ('host', 'meter') AND +level <= 3 "
    "ORDER BY last_seen_ns DESC LIMIT ?";

void put_to(Together& all, const SystemIndex& index, const Query& row) {
  const auto level = static_cast<verdict::Level>(row.integer(3));
  const auto places = index.of(row.view(1), row.view(2));
  for (const std::size_t place : places) {
    RegisteredSystem& system = all.systems[place];
    system.seen = std::min(system.seen.value_or(level), level);
    system.seen_kw = std::max(system.seen_kw, row.is_null(4) ? 0 : row.real(4));
  }
  if (places.empty() && level <= verdict::Level::suspected)
    all.nobodys.emplace_back(level, row.integer(0));
}

Result<Together> put_together(Database& database, std::vector<RegisteredSystem> systems) {
  Together out{.systems = std::move(systems)};
  const auto months = meter_months(database);
  if (!months) return std::unexpected(months.error());
  const SystemIndex index(out.systems);
  const auto done = store::each_row(database.query(found_sql, limits::register_found_max),
                                    [&](const Query& row) { put_to(out, index, row); });
  if (!done) return std::unexpected(done.error());
  for (RegisteredSystem& system : out.systems) system.used_kw = used_by(system, *months);
  return out;
}

Result<Together> put_together(Database& database) {
  auto systems = read_systems(database);
  if (!systems) return std::unexpected(systems.error());
  return put_together(database, std::move(*systems));
}

bool is_mining(const RegisteredSystem& system) {
  return system.seen && *system.seen <= verdict::Level::suspected;
}

void sort_out(const RegisteredSystem& system, Timestamp now, Reconciliation& out) {
  const auto status = status_named(system.status);
  const bool in_force = status && is_in_force(*status);
  if (system.filed_kw && system.seen_kw > over_filed * *system.filed_kw)
    out.beyond_filed.push_back(system);
  if (!in_force && is_mining(system)) out.closed_but_seen.push_back(system);
  if (in_force && !system.seen) out.never_seen.push_back(system);
  if (in_force && system.filed_kw && system.used_kw &&
      *system.used_kw < under_used * *system.filed_kw)
    out.over_sized.push_back(system);
  if (system.is_overdue(now)) out.overdue.push_back(system);
}

}  // namespace

bool RegisteredSystem::is_overdue(Timestamp now) const {
  const auto at = status_named(status);
  const bool waits = at && (!is_in_force(*at) || *at == Status::changed) && *at != Status::closed &&
                     *at != Status::retired;
  const auto due = energy::parse_day(due_on);
  return waits && due && energy::day_of(now) > *due;
}

bool belongs_to(const RegisteredSystem& system, std::string_view kind, std::string_view name) {
  if (kind == "system") return system.name == name;
  if (kind == "meter") return std::ranges::find(system.meters, name) != system.meters.end();
  const auto address = parse_ip_address(name);
  if (!address) return false;
  return std::ranges::any_of(system.addresses, [&](const std::string& text) {
    const auto prefix = signal::parse_network_prefix(text);
    return prefix && signal::masked(*address, prefix->length) == prefix->address;
  });
}

Result<ImportOutcome> import_register(store::Store& store, std::string_view octets, Timestamp now) {
  return import_rows(store, octets, fields, must, limits::register_systems_max,
                     [&](const table::HeadedTable& table) -> Result<std::string> {
                       RegisteredSystem system;
                       if (std::string why = read_row(table, system); !why.empty()) return why;
                       if (auto done = put_system(store.database(), system, now); !done)
                         return std::unexpected(done.error());
                       return std::string{};
                     });
}

Result<std::vector<RegisteredSystem>> registered_systems(store::Store& store) {
  auto together = put_together(store.database());
  if (!together) return std::unexpected(together.error());
  return std::move(together->systems);
}

Result<std::optional<RegisteredSystem>> registered_system(store::Store& store, std::int64_t id) {
  auto system = read_system(store.database(), id);
  if (!system) return std::unexpected(system.error());
  if (!*system) return std::nullopt;
  auto together = put_together(store.database(), {std::move(**system)});
  if (!together) return std::unexpected(together.error());
  return std::move(together->systems.front());
}

Result<std::vector<FiledSystem>> filed_in(store::Store& store) {
  const auto systems = read_systems(store.database());
  if (!systems) return std::unexpected(systems.error());
  std::vector<FiledSystem> filed;
  for (const RegisteredSystem& system : *systems) {
    FiledSystem one{.name = system.name,
                    .status = system.status,
                    .purpose = system.purpose,
                    .filed_kw = system.filed_kw,
                    .meters = system.meters,
                    .addresses = {}};
    for (const std::string& text : system.addresses)
      if (const auto prefix = signal::parse_network_prefix(text)) one.addresses.push_back(*prefix);
    filed.push_back(std::move(one));
  }
  return filed;
}

Result<std::string> register_state(store::Store& store) {
  const auto state = store::rows_of<std::string>(
      store.database().query("SELECT count(*) || ' ' || coalesce(max(changed_ns), 0) "
                             "FROM filed_system"),
      [](const Query& row) { return row.text(0); });
  if (!state) return std::unexpected(state.error());
  return state->front();
}

Result<Reconciliation> reconcile(store::Store& store, Timestamp now) {
  auto together = put_together(store.database());
  if (!together) return std::unexpected(together.error());
  Reconciliation out;
  std::ranges::stable_sort(together->nobodys, {}, [](const auto& one) { return one.first; });
  const std::size_t told = std::min(together->nobodys.size(), seen_not_filed_max);
  out.seen_not_filed_left_out = together->nobodys.size() - told;
  for (const auto& [level, subject] : std::span{together->nobodys}.first(told)) {
    auto detail = store::subject_detail(store, subject);
    if (!detail) return std::unexpected(detail.error());
    if (*detail) out.seen_not_filed.push_back(std::move((*detail)->subject));
  }
  for (const RegisteredSystem& system : together->systems) sort_out(system, now, out);
  return out;
}

}  // namespace davy::registry
