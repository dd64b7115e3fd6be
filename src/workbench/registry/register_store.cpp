#include "workbench/registry/register_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/delimited_text.hpp"
#include "base/limits.hpp"
#include "base/text_encoding.hpp"
#include "signal/intel/network_prefix.hpp"
#include "workbench/energy/table_number.hpp"
#include "workbench/registry/filed_systems.hpp"
#include "workbench/registry/system_index.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using store::Database;
using store::Query;

struct Status {
  std::string_view name;
  std::string_view zh;
  bool in_force;
};
constexpr std::array<Status, 9> statuses{{
    {"draft", "草稿", false},
    {"submitted", "已提交", false},
    {"approved", "已批准", false},
    {"filed", "已备案", true},
    {"built", "已建成", true},
    {"operating", "运行中", true},
    {"changed", "已变更", true},
    {"closed", "已关停", false},
    {"retired", "已退役", false},
}};

const Status* status_named(std::string_view text) {
  if (text.empty()) text = "filed";
  const auto found = std::ranges::find_if(
      statuses, [&](const Status& s) { return s.name == text || s.zh == text; });
  return found == statuses.end() ? nullptr : &*found;
}

std::string_view of_any(const DelimitedText& table, std::initializer_list<std::string_view> names) {
  const auto column = table.column(names);
  return column ? table.field(*column) : std::string_view{};
}

// The parts between spaces, semicolons and the marks that Chinese tables have, none empty.
std::vector<std::string> listed(std::string_view text) {
  static constexpr std::array<std::string_view, 5> marks{" ", ";", "；", "、", "，"};
  std::vector<std::string> parts{""};
  while (!text.empty()) {
    const auto mark = std::ranges::find_if(marks, [&](auto m) { return text.starts_with(m); });
    if (mark == marks.end()) {
      parts.back() += text.front();
      text.remove_prefix(1);
    } else {
      if (!parts.back().empty()) parts.emplace_back();
      text.remove_prefix(mark->size());
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ";"));
}

struct Row {
  RegisteredSystem system = {};
  std::string wrong = {};
};

Row read_row(const DelimitedText& table) {
  Row row;
  RegisteredSystem& system = row.system;
  system.name = of_any(table, {"system", "name", "系统名称", "系统", "名称"});
  system.unit = of_any(table, {"unit", "单位", "使用单位", "建设单位"});
  system.purpose = of_any(table, {"purpose", "用途", "用途及学科"});
  system.meters = listed(of_any(table, {"meters", "meter", "电表", "电表编号"}));
  system.addresses = listed(of_any(table, {"addresses", "address", "地址", "IP地址", "网络地址"}));
  system.due_on = of_any(table, {"due_on", "due", "期限", "截止日期"});
  if (system.name.empty()) row.wrong = "a system without a name";
  const std::string_view status = of_any(table, {"status", "状态", "备案状态"});
  const Status* known = status_named(status);
  if (known == nullptr)
    row.wrong = fmt::format("no status is called {}", status);
  else
    system.status = known->name;
  const std::string_view kw =
      of_any(table, {"filed_kw", "备案功率kW", "备案容量kW", "备案功率", "备案容量"});
  if (!kw.empty() && !(system.filed_kw = energy::number(kw)))
    row.wrong = fmt::format("the filed power is no number: {}", kw);
  for (const std::string& address : system.addresses)
    if (!signal::parse_network_prefix(address))
      row.wrong = fmt::format("neither address nor network: {}", address);
  return row;
}

Result<void> put(Database& database, const RegisteredSystem& system, Timestamp now) {
  std::optional<std::string> due;
  if (!system.due_on.empty()) due = system.due_on;
  const auto done = database.run(
      "INSERT INTO filed_system (name, unit, status, purpose, filed_kw, meters, addresses, due_on, "
      "changed_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
      "unit = excluded.unit, status = excluded.status, purpose = excluded.purpose, "
      "filed_kw = excluded.filed_kw, meters = excluded.meters, addresses = excluded.addresses, "
      "due_on = excluded.due_on, changed_ns = excluded.changed_ns",
      system.name, system.unit, system.status, system.purpose, system.filed_kw,
      joined(system.meters), joined(system.addresses), due, store::ns(now));
  if (!done) return std::unexpected(done.error());
  return {};
}

RegisteredSystem system_of(const Query& row) {
  RegisteredSystem system{
      .name = row.text(0), .unit = row.text(1), .status = row.text(2), .purpose = row.text(3)};
  if (!row.is_null(4)) system.filed_kw = row.real(4);
  system.meters = listed(row.view(5));
  system.addresses = listed(row.view(6));
  if (!row.is_null(7)) system.due_on = row.text(7);
  return system;
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

Result<Together> put_together(Database& database) {
  auto systems = store::rows_of<RegisteredSystem>(
      database.query("SELECT name, unit, status, purpose, filed_kw, meters, addresses, due_on "
                     "FROM filed_system ORDER BY name"),
      system_of);
  if (!systems) return std::unexpected(systems.error());
  Together out{.systems = std::move(*systems)};
  const SystemIndex index(out.systems);
  const auto done = store::each_row(database.query(found_sql, limits::register_found_max),
                                    [&](const Query& row) { put_to(out, index, row); });
  if (!done) return std::unexpected(done.error());
  return out;
}

bool is_mining(const RegisteredSystem& system) {
  return system.seen && *system.seen <= verdict::Level::suspected;
}

}  // namespace

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

Result<ImportOutcome> import_register(store::Store& store, std::string_view text, Timestamp now) {
  ImportOutcome outcome;
  const auto refused = [&](std::string why) {
    outcome.unreadable = std::move(why);
    return outcome;
  };
  const auto utf8 = as_utf8(text);
  if (!utf8) return refused("the table is neither UTF-8 nor GB 18030: save it as one of them");
  DelimitedText table(*utf8);
  if (!table.column({"system", "name", "系统名称", "系统", "名称"}))
    return refused(
        "no register: its heading must name system, and may name unit, status, purpose, filed_kw, "
        "meters, addresses, due_on");
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  while (table.next()) {
    const Row row = read_row(table);
    if (outcome.rows + outcome.refused.size() >= limits::register_systems_max)
      return refused("the table has too many rows: split it");
    if (!row.wrong.empty()) {
      outcome.refused.push_back({table.line(), row.wrong});
      continue;
    }
    if (auto done = put(store.database(), row.system, now); !done)
      return std::unexpected(done.error());
    ++outcome.rows;
  }
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return outcome;
}

Result<std::vector<RegisteredSystem>> registered_systems(store::Store& store) {
  auto together = put_together(store.database());
  if (!together) return std::unexpected(together.error());
  return std::move(together->systems);
}

Result<Reconciliation> reconcile(store::Store& store) {
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
  for (const RegisteredSystem& system : together->systems) {
    const Status* status = status_named(system.status);
    const bool in_force = status != nullptr && status->in_force;
    if (system.filed_kw && system.seen_kw > over_filed * *system.filed_kw)
      out.beyond_filed.push_back(system);
    if (!in_force && is_mining(system)) out.closed_but_seen.push_back(system);
    if (in_force && !system.seen) out.never_seen.push_back(system);
  }
  return out;
}

}  // namespace davy::registry
