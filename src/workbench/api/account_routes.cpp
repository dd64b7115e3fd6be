// Electricity, coal and carbon of what is stored: /account.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "workbench/api/routes.hpp"
#include "workbench/api/shared.hpp"
#include "workbench/energy/account.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/report/json_parts.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::api {
namespace {

using energy::Interval;
using report::JsonWriter;

using FoundPointer = std::shared_ptr<const FoundAll>;

constexpr std::size_t account_items_max = 500;

void write_interval(JsonWriter& json, std::string_view key, const Interval& interval) {
  json.key(key);
  json.begin_object();
  report::write_interval(json, interval, "");
  json.end_object();
}

// The event lines of meters and systems, and of flows: a host has its electricity in its flows.
Result<void> read_stored(store::Store& store, energy::FindingReader& reader) {
  const auto take = [&](const store::Query& row) { reader.line(row.view(0)); };
  if (auto read = store::each_row(
          store.database().query(
              "SELECT event FROM subject JOIN subject_event ON subject_id = subject.id "
              "WHERE level <= 2 AND instr(event, '\"electricity\"') > 0 ORDER BY subject.id"),
          take);
      !read)
    return read;
  return store::each_row(
      store.database().query("SELECT event FROM flow WHERE level <= 2 ORDER BY id"), take);
}

void write_factor(JsonWriter& json, std::string_view name, std::string_view value,
                  std::string_view source) {
  json.begin_object();
  json.field("name", name);
  json.field("value", value);
  json.field("source", source);
  json.end_object();
}

void write_factors(JsonWriter& json, const energy::Account& account) {
  json.key("factors");
  json.begin_array();
  for (const energy::YearAccount& year : account.years) {
    write_factor(json, fmt::format("coal_supply_{}", year.year),
                 fmt::format("{:g} gce/kWh", year.supply.gce_per_kwh), year.supply.source);
    if (year.factor)
      write_factor(json,
                   fmt::format("grid_{}_{}", year.factor->factor.name, year.factor->factor.year),
                   fmt::format("{:g} kg CO2/kWh", year.factor->factor.kg_per_kwh),
                   year.factor->factor.source);
  }
  json.end_array();
}

// A host's flows together: who looks at an account asks for the machine, not for its connections.
struct Item {
  std::string kind = {};
  std::string name = {};
  bool measured = false;
  Interval kwh = {};
};

// The largest first.
std::vector<Item> items_of(const energy::Account& account) {
  std::map<std::tuple<std::string_view, std::string_view, bool>, Interval> sums;
  for (const energy::AccountItem& item : account.items) {
    if (!item.same_as.empty()) continue;
    Interval& sum = sums[{item.found.subject_kind, item.found.subject, item.found.measured}];
    sum = sum + item.kwh;
  }
  std::vector<Item> items;
  items.reserve(sums.size());
  for (const auto& [of, kwh] : sums)
    items.push_back(
        {std::string{std::get<0>(of)}, std::string{std::get<1>(of)}, std::get<2>(of), kwh});
  std::ranges::stable_sort(items, std::greater{}, [](const Item& item) { return item.kwh.best; });
  return items;
}

Result<void> write_items(JsonWriter& json, store::Store& store, const energy::Account& account) {
  const std::vector<Item> items = items_of(account);
  const std::size_t told = std::min(items.size(), account_items_max);
  json.key("items");
  json.begin_array();
  for (const Item& item : std::span{items}.first(told)) {
    const auto id = store::find_subject(store, {item.kind, item.name});
    if (!id) return std::unexpected(id.error());
    json.begin_object();
    json.field("subject_id", static_cast<std::uint64_t>(id->value_or(0)));
    json.field("name", item.name);
    write_interval(json, "energy_kwh", item.kwh);
    json.field("part", item.measured ? "measured" : "estimated");
    json.end_object();
  }
  json.end_array();
  json.field("items_left_out", static_cast<std::uint64_t>(items.size() - told));
  return {};
}

int year_of(Timestamp time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return static_cast<int>(day.year());
}

struct Wanted {
  std::string units_json = {};  // of subjects of these units; "": of all
  energy::AccountSettings settings = {};
  int year = 0;
  Timestamp now = {};
};

Result<FoundPointer> found_in(store::Store& store, Timestamp now) {
  energy::FindingReader reader;
  if (auto read = read_stored(store, reader); !read) return std::unexpected(read.error());
  return std::make_shared<const FoundAll>(FoundAll{now, reader.take()});
}

// For threads of their own.
template <class Ask>
auto with_store(const std::string& path, Ask ask) -> decltype(ask(std::declval<store::Store&>())) {
  auto store = store::Store::open(path, store::Access::read);
  if (!store) return std::unexpected(store.error());
  return ask(*store);
}

Result<FoundPointer> found_of(Shared& shared, store::Store& store, Timestamp now) {
  return shared.found.get(
      "", now, [&] { return found_in(store, now); },
      [now, path = store.database().path()] {
        return with_store(path, [&](store::Store& own) { return found_in(own, now); });
      });
}

using Mining = std::vector<energy::FoundMining>;

Result<Mining> mining_in(store::Store& store, Mining mining, std::string_view units_json) {
  std::set<std::pair<std::string, std::string>> seen;
  const auto read = store::each_row(
      store.database().query("SELECT kind, name FROM subject WHERE level <= 2 AND unit IN (SELECT "
                             "value FROM json_each(?))",
                             units_json),
      [&](const store::Query& row) { seen.emplace(row.text(0), row.text(1)); });
  if (!read) return std::unexpected(read.error());
  std::erase_if(mining, [&](const energy::FoundMining& one) {
    return !seen.contains({std::string{one.subject_kind}, std::string{one.subject}});
  });
  return mining;
}

Result<std::string> account_text(Shared& shared, store::Store& store, const Wanted& wanted) {
  const auto found = found_of(shared, store, wanted.now);
  if (!found) return std::unexpected(found.error());
  std::optional<Mining> in_scope;
  if (!wanted.units_json.empty()) {
    auto mining = mining_in(store, (*found)->mining, wanted.units_json);
    if (!mining) return std::unexpected(mining.error());
    in_scope = std::move(*mining);
  }
  const Mining& mining = in_scope ? *in_scope : (*found)->mining;
  const energy::Account account = energy::make_account(mining, wanted.settings);
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("region", wanted.settings.region);
  json.field("year", static_cast<std::uint64_t>(wanted.year));
  json.field("as_of", time_text((*found)->as_of));
  write_interval(json, "energy_kwh", account.kwh());
  write_interval(json, "coal_tce", account.tce_supply());
  write_interval(json, "carbon_tco2", account.tco2().value_or(Interval{}));
  write_factors(json, account);
  if (auto written = write_items(json, store, account); !written)
    return std::unexpected(written.error());
  json.end_object();
  return text;
}

}  // namespace

Result<Response> get_account(const Asked& asked) {
  energy::AccountSettings settings;
  settings.region = asked.request.asked("region").value_or("China").substr(0, 60);
  int year = year_of(asked.request.now);
  if (const auto text = asked.request.asked("year")) {
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), year);
    if (failed != std::errc{} || end != text->data() + text->size() || year < 2009 || year > 2100)
      return problem(400, "year is not one", "2009 to 2100");
    settings.factor_year = year;
  }
  const Wanted wanted{asked.scope.json(), settings, year, asked.request.now};
  Shared& shared = asked.api.shared();
  auto text = shared.accounts.get(
      fmt::format("{} {} {}", year, settings.region, wanted.units_json), wanted.now,
      [&] { return account_text(shared, asked.api.store(), wanted); },
      [&shared, wanted, path = asked.api.options().store_path] {
        return with_store(path,
                          [&](store::Store& own) { return account_text(shared, own, wanted); });
      });
  if (!text) return std::unexpected(text.error());
  return Response{.body = std::move(*text)};
}

}  // namespace davy::api
