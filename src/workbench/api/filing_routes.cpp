// One filed system, step by step: /register/systems/{id}.
#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/api/system_json.hpp"
#include "workbench/registry/filings.hpp"

namespace davy::api {
namespace {

using registry::Denied;
using registry::RegisteredSystem;
using report::JsonWriter;

void write_steps(JsonWriter& json, const std::vector<registry::StepTaken>& steps) {
  json.key("steps");
  json.begin_array();
  for (const registry::StepTaken& step : steps) {
    json.begin_object();
    json.field("at", time_text(step.at));
    json.field("by", step.by);
    json.field("action", step.action);
    json.text_or_null_field("from", step.from);
    json.field("to", step.to);
    json.field("text", step.text);
    json.text_or_null_field("document", step.document);
    json.end_object();
  }
  json.end_array();
}

// The answer where the system is not there for who asks; nothing where it is.
std::optional<Result<Response>> not_seen(const Asked& asked) {
  const auto sees = sees_system(asked.api.store(), asked.scope, asked.id);
  if (!sees) return std::unexpected(sees.error());
  if (*sees) return std::nullopt;
  return problem(404, "there is no such system", "reload the register");
}

Result<Response> system_response(const Asked& asked, const RegisteredSystem& system, int status) {
  const auto steps = registry::steps_of(asked.api.store(), system.system_id);
  if (!steps) return std::unexpected(steps.error());
  return json_response(status, [&](JsonWriter& json) {
    json.begin_object();
    write_system_fields(json, system, asked.request.now);
    json.key("actions");
    json.begin_array();
    for (const std::string_view action : registry::actions_for(system, asked.session.person))
      json.value(action);
    json.end_array();
    write_steps(json, *steps);
    json.end_object();
  });
}

Result<Response> system_outcome(const Asked& asked, registry::Outcome<RegisteredSystem> outcome,
                                int status) {
  if (!outcome) return std::unexpected(outcome.error());
  if (const auto* denied = std::get_if<Denied>(&*outcome)) return denial(*denied);
  return system_response(asked, std::get<RegisteredSystem>(*outcome), status);
}

Result<JsonBody> form_body(const Request& request) {
  return JsonBody::parse(
      request.body, {"name", "unit", "purpose", "discipline", "responsible", "filed_kw", "cpus",
                     "gpus", "disk_tb", "meters", "addresses"});
}

RegisteredSystem form_of(const JsonBody& body) {
  return {.name = body.text("name").value_or(""),
          .unit = body.text("unit").value_or(""),
          .purpose = body.text("purpose").value_or(""),
          .discipline = body.text("discipline").value_or(""),
          .responsible = body.text("responsible").value_or(""),
          .filed_kw = body.number("filed_kw"),
          .cpus = body.integer("cpus"),
          .gpus = body.integer("gpus"),
          .disk_tb = body.number("disk_tb"),
          .meters = body.texts("meters"),
          .addresses = body.texts("addresses")};
}

}  // namespace

Result<Response> add_system(const Asked& asked) {
  const auto body = form_body(asked.request);
  if (!body) return problem(400, body.error().message, "see the contract");
  if (!asked.scope.sees(body->text("unit").value_or("")))
    return problem(403, "this is of another unit", "file systems of your own unit");
  return system_outcome(asked,
                        registry::add_system(asked.api.store(), form_of(*body),
                                             asked.session.person, asked.request.now),
                        201);
}

Result<Response> get_system(const Asked& asked) {
  const auto system = registry::registered_system(asked.api.store(), asked.id);
  if (!system) return std::unexpected(system.error());
  if (!*system || !asked.scope.sees((*system)->unit))
    return problem(404, "there is no such system", "reload the register");
  return system_response(asked, **system, 200);
}

Result<Response> change_system(const Asked& asked) {
  const auto body = form_body(asked.request);
  if (!body) return problem(400, body.error().message, "see the contract");
  if (!asked.scope.sees(body->text("unit").value_or("")))
    return problem(403, "this is of another unit", "a system stays within your unit");
  if (auto none = not_seen(asked)) return std::move(*none);
  return system_outcome(asked,
                        registry::rewrite_system(asked.api.store(), asked.id, form_of(*body),
                                                 asked.session.person, asked.request.now),
                        200);
}

Result<Response> act_on_system(const Asked& asked) {
  if (auto none = not_seen(asked)) return std::move(*none);
  const auto body =
      JsonBody::parse(asked.request.body, {"action", "text", "document", "filing_number"});
  if (!body) return problem(400, body.error().message, "see the contract");
  const registry::StepForm form{.action = body->text("action").value_or(""),
                                .text = body->text("text").value_or(""),
                                .document = body->text("document").value_or(""),
                                .filing_number = body->text("filing_number").value_or("")};
  return system_outcome(asked,
                        registry::take_step(asked.api.store(), asked.id, form, asked.session.person,
                                            asked.request.now),
                        200);
}

}  // namespace davy::api
