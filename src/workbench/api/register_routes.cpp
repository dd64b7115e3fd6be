// The register: /register/systems as a whole, /register/reconciliation, places, days.
#include <fmt/format.h>

#include "workbench/api/routes.hpp"
#include "workbench/api/subject_json.hpp"
#include "workbench/api/system_json.hpp"
#include "workbench/registry/places.hpp"
#include "workbench/registry/working_days.hpp"

namespace davy::api {
namespace {

using registry::ImportOutcome;
using registry::RegisteredSystem;
using report::JsonWriter;

void write_systems(JsonWriter& json, std::string_view key,
                   const std::vector<RegisteredSystem>& systems, Timestamp now) {
  json.key(key);
  json.begin_array();
  for (const RegisteredSystem& system : systems) {
    json.begin_object();
    write_system_fields(json, system, now);
    json.end_object();
  }
  json.end_array();
}

// What became of a table, and into the audit log.
Result<Response> imported(const Asked& asked, Result<ImportOutcome> outcome,
                          std::string_view what) {
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->unreadable.empty())
    return problem(400, outcome->unreadable, "see the description of the register");
  if (auto noted =
          audited(asked, asked.session.person.name, fmt::format("{}.imported", what), "register",
                  fmt::format("{} rows, {} refused", outcome->rows, outcome->refused.size()));
      !noted)
    return std::unexpected(noted.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.field("rows", static_cast<std::uint64_t>(outcome->rows));
    write_refused(json, outcome->refused);
    json.end_object();
  });
}

void write_units(JsonWriter& json, const std::vector<registry::Unit>& units) {
  json.key("units");
  json.begin_array();
  for (const registry::Unit& unit : units) {
    json.begin_object();
    json.field("name", unit.name);
    json.text_or_null_field("parent", unit.parent);
    json.field("responsible", unit.responsible);
    json.field("contact", unit.contact);
    json.end_object();
  }
  json.end_array();
}

void write_zones(JsonWriter& json, const registry::Places& places,
                 const std::map<registry::ZoneName, std::uint64_t>& findings) {
  json.key("zones");
  json.begin_array();
  for (const registry::Zone& zone : places.zones) {
    const auto found = findings.find({zone.unit, zone.name});
    json.begin_object();
    json.field("unit", zone.unit);
    json.field("name", zone.name);
    json.field("kind", zone.kind);
    write_texts(json, "addresses", zone.addresses);
    write_texts(json, "meters", zone.meters);
    json.field("findings", found == findings.end() ? std::uint64_t{0} : found->second);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_system_fields(JsonWriter& json, const RegisteredSystem& system, Timestamp now) {
  json.field("system_id", static_cast<std::uint64_t>(system.system_id));
  json.field("name", system.name);
  json.field("unit", system.unit);
  json.field("status", system.status);
  json.field("purpose", system.purpose);
  json.field("discipline", system.discipline);
  json.field("responsible", system.responsible);
  json.field("filed_kw", system.filed_kw);
  const auto count = [&](std::string_view key, const std::optional<std::int64_t>& number) {
    json.field(key, number ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*number))
                           : std::nullopt);
  };
  count("cpus", system.cpus);
  count("gpus", system.gpus);
  json.field("disk_tb", system.disk_tb);
  write_texts(json, "meters", system.meters);
  write_texts(json, "addresses", system.addresses);
  json.text_or_null_field("filing_number", system.filing_number);
  json.text_or_null_field("due_on", system.due_on);
  json.field("overdue", system.is_overdue(now));
  json.text_or_null_field("seen", system.seen ? verdict::name(*system.seen) : "");
  json.field("used_kw", system.used_kw);
}

void write_refused(JsonWriter& json, const std::vector<table::RefusedRow>& refused) {
  json.key("refused");
  json.begin_array();
  for (const table::RefusedRow& row : refused) {
    json.begin_object();
    json.field("line", static_cast<std::uint64_t>(row.line));
    json.field("why", row.why);
    json.end_object();
  }
  json.end_array();
}

Result<Response> list_systems(const Asked& asked) {
  auto systems = registry::registered_systems(asked.api.store());
  if (!systems) return std::unexpected(systems.error());
  asked.scope.keep_seen(*systems, [](const auto& system) { return system.unit; });
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_systems(json, "items", *systems, asked.request.now);
    json.end_object();
  });
}

Result<Response> import_systems(const Asked& asked) {
  auto outcome =
      registry::import_register(asked.api.store(), asked.request.body, asked.request.now);
  if (outcome && outcome->rows > 0)
    if (auto placed = registry::place_all_subjects(asked.api.store()); !placed)
      return std::unexpected(placed.error());
  return imported(asked, std::move(outcome), "register");
}

Result<Response> list_places(const Asked& asked) {
  auto places = registry::read_places(asked.api.store());
  if (!places) return std::unexpected(places.error());
  asked.scope.keep_seen(places->units, [](const auto& unit) { return unit.name; });
  asked.scope.keep_seen(places->zones, [](const auto& zone) { return zone.unit; });
  const auto findings = registry::findings_by_zone(asked.api.store());
  if (!findings) return std::unexpected(findings.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_units(json, places->units);
    write_zones(json, *places, *findings);
    json.end_object();
  });
}

Result<Response> import_places(const Asked& asked) {
  return imported(asked, registry::import_places(asked.api.store(), asked.request.body), "places");
}

Result<Response> list_days(const Asked& asked) {
  const auto days = registry::WorkingDays::read(asked.api.store());
  if (!days) return std::unexpected(days.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& [day, working] : days->exceptions()) {
      json.begin_object();
      json.field("day", energy::to_text(day));
      json.field("working", working);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  });
}

Result<Response> import_days(const Asked& asked) {
  return imported(asked, registry::import_days(asked.api.store(), asked.request.body), "days");
}

Result<Response> get_reconciliation(const Asked& asked) {
  auto lists = registry::reconcile(asked.api.store(), asked.request.now);
  if (!lists) return std::unexpected(lists.error());
  const auto unit_of = [](const auto& one) { return one.unit; };
  asked.scope.keep_seen(lists->seen_not_filed, unit_of);
  for (auto* list : {&lists->closed_but_seen, &lists->beyond_filed, &lists->never_seen,
                     &lists->over_sized, &lists->overdue})
    asked.scope.keep_seen(*list, unit_of);
  if (!asked.scope.sees_all()) lists->seen_not_filed_left_out = 0;  // they are of all units
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("seen_not_filed");
    json.begin_array();
    for (const store::StoredSubject& subject : lists->seen_not_filed) write_subject(json, subject);
    json.end_array();
    json.field("seen_not_filed_left_out",
               static_cast<std::uint64_t>(lists->seen_not_filed_left_out));
    write_systems(json, "closed_but_seen", lists->closed_but_seen, asked.request.now);
    write_systems(json, "beyond_filed", lists->beyond_filed, asked.request.now);
    write_systems(json, "never_seen", lists->never_seen, asked.request.now);
    write_systems(json, "over_sized", lists->over_sized, asked.request.now);
    write_systems(json, "overdue", lists->overdue, asked.request.now);
    json.end_object();
  });
}

}  // namespace davy::api
