// Electricity, coal and carbon of what is stored: /account.
#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "workbench/api/routes.hpp"
#include "workbench/energy/account.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/report/json_parts.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::api {
namespace {

using energy::Interval;
using report::JsonWriter;

void write_interval(JsonWriter& json, std::string_view key, const Interval& interval) {
  json.key(key);
  json.begin_object();
  report::write_interval(json, interval, "");
  json.end_object();
}

// The event lines of subjects that mine; their flows are inside, or beside them.
Result<void> read_stored(store::Store& store, energy::FindingReader& reader) {
  const auto take = [&](const store::Query& row) { reader.line(row.view(0)); };
  if (auto read = store::each_row(
          store.database().query(
              "SELECT event FROM subject JOIN subject_event ON subject_id = subject.id "
              "WHERE level <= 2 ORDER BY subject.id"),
          take);
      !read)
    return read;
  return store::each_row(
      store.database().query("SELECT event FROM flow WHERE level <= 2 ORDER BY id"), take);
}

void write_factor(JsonWriter& json, std::string_view name, std::string value,
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

Result<void> write_items(JsonWriter& json, store::Store& store, const energy::Account& account) {
  json.key("items");
  json.begin_array();
  for (const energy::AccountItem& item : account.items) {
    if (!item.same_as.empty()) continue;
    const auto id = store::find_subject(store, {item.found.subject_kind, item.found.subject});
    if (!id) return std::unexpected(id.error());
    json.begin_object();
    json.field("subject_id", static_cast<std::uint64_t>(id->value_or(0)));
    json.field("name", item.found.subject);
    write_interval(json, "energy_kwh", item.kwh);
    json.field("part", item.found.measured ? "measured" : "estimated");
    json.end_object();
  }
  json.end_array();
  return {};
}

int year_of(Timestamp time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return static_cast<int>(day.year());
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
  energy::FindingReader reader;
  if (auto read = read_stored(asked.api.store(), reader); !read)
    return std::unexpected(read.error());
  const energy::Account account = energy::make_account(reader.take(), settings);
  Response response;
  JsonWriter json(response.body);
  json.begin_object();
  json.field("region", settings.region);
  json.field("year", static_cast<std::uint64_t>(year));
  write_interval(json, "energy_kwh", account.kwh());
  write_interval(json, "coal_tce", account.tce_supply());
  write_interval(json, "carbon_tco2", account.tco2().value_or(Interval{}));
  write_factors(json, account);
  if (auto written = write_items(json, asked.api.store(), account); !written)
    return std::unexpected(written.error());
  json.end_object();
  return response;
}

}  // namespace davy::api
