// The register: /register.
#include <fmt/format.h>

#include "workbench/api/routes.hpp"
#include "workbench/api/subject_json.hpp"
#include "workbench/registry/register_store.hpp"

namespace davy::api {
namespace {

using registry::RegisteredSystem;
using report::JsonWriter;

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key);
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_system(JsonWriter& json, const RegisteredSystem& system) {
  json.begin_object();
  json.field("name", system.name);
  json.field("unit", system.unit);
  json.field("status", system.status);
  json.field("purpose", system.purpose);
  json.field("filed_kw", system.filed_kw);
  write_texts(json, "meters", system.meters);
  write_texts(json, "addresses", system.addresses);
  json.text_or_null_field("due_on", system.due_on);
  json.text_or_null_field("seen", system.seen ? verdict::name(*system.seen) : "");
  json.end_object();
}

void write_systems(JsonWriter& json, std::string_view key,
                   const std::vector<RegisteredSystem>& systems) {
  json.key(key);
  json.begin_array();
  for (const RegisteredSystem& system : systems) write_system(json, system);
  json.end_array();
}

}  // namespace

Result<Response> list_systems(const Asked& asked) {
  const auto systems = registry::registered_systems(asked.api.store());
  if (!systems) return std::unexpected(systems.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_systems(json, "items", *systems);
    json.end_object();
  });
}

Result<Response> import_systems(const Asked& asked) {
  const auto outcome =
      registry::import_register(asked.api.store(), asked.request.body, asked.request.now);
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->unreadable.empty())
    return problem(400, outcome->unreadable, "see the description of the register");
  if (auto noted =
          audited(asked, asked.session.person.name, "register.imported", "register",
                  fmt::format("{} rows, {} refused", outcome->rows, outcome->refused.size()));
      !noted)
    return std::unexpected(noted.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.field("rows", static_cast<std::uint64_t>(outcome->rows));
    json.key("refused");
    json.begin_array();
    for (const registry::RefusedRow& row : outcome->refused) {
      json.begin_object();
      json.field("line", static_cast<std::uint64_t>(row.line));
      json.field("why", row.why);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  });
}

Result<Response> get_reconciliation(const Asked& asked) {
  const auto lists = registry::reconcile(asked.api.store());
  if (!lists) return std::unexpected(lists.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("seen_not_filed");
    json.begin_array();
    for (const store::StoredSubject& subject : lists->seen_not_filed) write_subject(json, subject);
    json.end_array();
    json.field("seen_not_filed_left_out",
               static_cast<std::uint64_t>(lists->seen_not_filed_left_out));
    write_systems(json, "closed_but_seen", lists->closed_but_seen);
    write_systems(json, "beyond_filed", lists->beyond_filed);
    write_systems(json, "never_seen", lists->never_seen);
    json.end_object();
  });
}

}  // namespace davy::api
