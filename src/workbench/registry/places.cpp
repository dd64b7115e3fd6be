#include "workbench/registry/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "workbench/registry/filed_rows.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::registry {
namespace {

using table::Field;

constexpr std::size_t name_octets_max = 400;
constexpr std::size_t parts_max = 200;

constexpr std::array fields{
    Field{"unit", {"department", "单位", "单位名称", "部门", "使用单位"}},
    Field{"parent", {"parent_unit", "上级", "上级单位", "所属单位"}},
    Field{"responsible", {"person", "责任人", "负责人"}},
    Field{"contact", {"phone", "mail", "email", "联系方式", "联系电话", "电话"}},
    Field{"zone", {"area", "区域", "网络区域", "区域名称"}},
    Field{"kind", {"type", "类型", "区域类型"}},
    Field{"addresses",
          {"address", "network", "networks", "ip", "地址段", "IP地址", "网段", "地址"}},
    Field{"meters", {"meter", "电表", "电表编号"}},
};
constexpr std::array<std::string_view, 1> must{"unit"};

struct KindName {
  std::string_view name;
  std::string_view zh;
};
constexpr std::array<KindName, 8> kinds{{{"dormitory", "宿舍"},
                                         {"laboratory", "实验室"},
                                         {"office", "办公"},
                                         {"hpc", "高性能计算"},
                                         {"data_centre", "数据中心"},
                                         {"wireless", "无线"},
                                         {"guest", "访客"},
                                         {"other", "其他"}}};

std::string_view kind_named(std::string_view text) {
  if (text.empty()) return "other";
  for (const auto& [name, zh] : kinds)
    if (text == name || text.starts_with(zh)) return name;
  if (text == "data center" || text == "datacenter" || text == "机房") return "data_centre";
  if (text == "dorm") return "dormitory";
  if (text == "lab") return "laboratory";
  if (text == "wifi" || text == "wlan") return "wireless";
  return {};
}

std::string read_zone(const table::HeadedTable& table, Zone& zone) {
  zone.unit = table.text("unit");
  zone.name = table.text("zone");
  zone.kind = kind_named(table.text("kind"));
  zone.addresses = table::listed(table.text("addresses"));
  zone.meters = table::listed(table.text("meters"));
  if (zone.unit.empty()) return "a row without a unit";
  if (zone.unit.size() > name_octets_max || zone.name.size() > name_octets_max)
    return "the name is too long";
  if (zone.kind.empty()) return fmt::format("no kind of zone is called {}", table.text("kind"));
  if (zone.name.empty() && (!zone.addresses.empty() || !zone.meters.empty())) zone.name = zone.kind;
  if (zone.addresses.size() > parts_max || zone.meters.size() > parts_max)
    return fmt::format("more than {} addresses or meters in one row", parts_max);
  for (const std::string& address : zone.addresses)
    if (!signal::parse_network_prefix(address))
      return fmt::format("neither address nor network: {}", address.substr(0, 60));
  return {};
}

Result<void> put_unit(store::Database& database, const table::HeadedTable& table) {
  std::optional<std::string_view> parent;
  if (const auto text = table.text("parent"); !text.empty() && text != table.text("unit"))
    parent = text;
  // A unit stands in many rows, and not each says all of it.
  const auto done = database.run(
      "INSERT INTO unit (name, parent, responsible, contact) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET parent = coalesce(excluded.parent, parent), "
      "responsible = coalesce(nullif(excluded.responsible, ''), responsible), "
      "contact = coalesce(nullif(excluded.contact, ''), contact)",
      table.text("unit"), parent, table.text("responsible"), table.text("contact"));
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<std::string> take(store::Database& database, const table::HeadedTable& table) {
  Zone zone;
  if (std::string why = read_zone(table, zone); !why.empty()) return why;
  if (auto put = put_unit(database, table); !put) return std::unexpected(put.error());
  if (zone.name.empty()) return std::string{};
  const auto done = database.run(
      "INSERT OR REPLACE INTO zone (unit, name, kind, addresses, meters) VALUES (?, ?, ?, ?, ?)",
      zone.unit, zone.name, zone.kind, table::joined(zone.addresses), table::joined(zone.meters));
  if (!done) return std::unexpected(done.error());
  return std::string{};
}

}  // namespace

Result<ImportOutcome> import_places(store::Store& store, std::string_view octets) {
  auto outcome =
      import_rows(store, octets, fields, must, zones_max,
                  [&](const table::HeadedTable& table) { return take(store.database(), table); });
  if (!outcome || outcome->rows == 0) return outcome;
  if (auto placed = place_all_subjects(store); !placed) return std::unexpected(placed.error());
  return outcome;
}

Result<Places> read_places(store::Store& store) {
  auto units = store::rows_of<Unit>(
      store.database().query("SELECT name, parent, responsible, contact FROM unit ORDER BY name "
                             "LIMIT ?",
                             zones_max),
      [](const store::Query& row) {
        return Unit{row.text(0), row.text(1), row.text(2), row.text(3)};
      });
  if (!units) return std::unexpected(units.error());
  auto zones = store::rows_of<Zone>(
      store.database().query("SELECT unit, name, kind, addresses, meters FROM zone "
                             "ORDER BY unit, name LIMIT ?",
                             zones_max),
      [](const store::Query& row) {
        return Zone{row.text(0), row.text(1), row.text(2), table::listed(row.view(3)),
                    table::listed(row.view(4))};
      });
  if (!zones) return std::unexpected(zones.error());
  return Places{std::move(*units), std::move(*zones)};
}

void PlaceIndex::add(const std::vector<std::string>& addresses,
                     const std::vector<std::string>& meters, const Place& place) {
  // Who was first stays: zones are narrower knowledge than systems.
  for (const std::string& text : addresses)
    if (const auto prefix = signal::parse_network_prefix(text))
      networks_[prefix->length].try_emplace(prefix->address, place);
  for (const std::string& meter : meters) meters_.try_emplace(meter, place);
}

Result<PlaceIndex> PlaceIndex::read(store::Store& store) {
  PlaceIndex index;
  const auto places = read_places(store);
  if (!places) return std::unexpected(places.error());
  for (const Zone& zone : places->zones)
    index.add(zone.addresses, zone.meters, {zone.unit, zone.name, zone.kind});
  const auto systems = read_systems(store.database());
  if (!systems) return std::unexpected(systems.error());
  for (const RegisteredSystem& system : *systems) {
    if (system.unit.empty()) continue;
    index.add(system.addresses, system.meters, {.unit = system.unit});
    index.systems_.try_emplace(system.name, Place{.unit = system.unit});
  }
  return index;
}

const Place* PlaceIndex::of(std::string_view kind, std::string_view name) const {
  if (kind != "host") {
    const auto& known = kind == "meter" ? meters_ : systems_;
    const auto found = known.find(name);
    return found == known.end() ? nullptr : &found->second;
  }
  const auto address = parse_ip_address(name);
  if (!address) return nullptr;
  for (const auto& [length, networks] : networks_)
    if (const auto found = networks.find(signal::masked(*address, length)); found != networks.end())
      return &found->second;
  return nullptr;
}

std::set<std::string> unit_and_below(const std::vector<Unit>& units, const std::string& unit) {
  std::set<std::string> all{unit};
  for (std::size_t depth = 0; depth < unit_depth_max; ++depth) {
    const std::size_t before = all.size();
    for (const Unit& one : units)
      if (all.contains(one.parent)) all.insert(one.name);
    if (all.size() == before) break;
  }
  return all;
}

Result<std::map<ZoneName, std::uint64_t>> findings_by_zone(store::Store& store) {
  std::map<ZoneName, std::uint64_t> counts;
  const auto index = PlaceIndex::read(store);
  if (!index) return std::unexpected(index.error());
  const auto looked = store::each_row(
      store.database().query("SELECT kind, name FROM subject WHERE level <= 2 LIMIT ?",
                             limits::register_found_max),
      [&](const store::Query& row) {
        const Place* const place = index->of(row.view(0), row.view(1));
        if (place != nullptr && !place->zone.empty()) ++counts[{place->unit, place->zone}];
      });
  if (!looked) return std::unexpected(looked.error());
  return counts;
}

namespace {

constexpr std::string_view placed_to = "subjects_placed_to";

// Those with a number above `above`.
Result<void> place_subjects(store::Store& store, std::int64_t above) {
  const auto index = PlaceIndex::read(store);
  if (!index) return std::unexpected(index.error());
  struct Moved {
    std::int64_t id;
    std::string unit;
  };
  std::vector<Moved> moved;
  std::int64_t last = above;
  const auto looked = store::each_row(
      store.database().query("SELECT id, kind, name, unit FROM subject WHERE id > ? ORDER BY id",
                             above),
      [&](const store::Query& row) {
        last = row.integer(0);
        const Place* const place = index->of(row.view(1), row.view(2));
        std::string unit = place == nullptr ? std::string{} : place->unit;
        if (unit != row.view(3)) moved.push_back({last, std::move(unit)});
      });
  if (!looked) return std::unexpected(looked.error());
  for (const Moved& one : moved) {
    const auto done =
        store.database().run("UPDATE subject SET unit = ? WHERE id = ?", one.unit, one.id);
    if (!done) return std::unexpected(done.error());
  }
  return store::set_setting(store, placed_to, std::to_string(last));
}

}  // namespace

Result<void> place_new_subjects(store::Store& store) {
  const auto to = store.database().integer(
      "SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?", placed_to);
  if (!to) return std::unexpected(to.error());
  const std::int64_t above = to->value_or(0);
  const auto newest = store.database().integer("SELECT max(id) FROM subject");
  if (!newest) return std::unexpected(newest.error());
  if (newest->value_or(0) <= above) return {};
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  if (auto placed = place_subjects(store, above); !placed) return placed;
  return transaction->commit();
}

Result<void> place_all_subjects(store::Store& store) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  if (auto placed = place_subjects(store, 0); !placed) return placed;
  return transaction->commit();
}

}  // namespace davy::registry
