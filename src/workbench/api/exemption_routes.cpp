// Research that may mine: /register/exemptions.
#include <algorithm>

#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/registry/exemptions.hpp"
#include "workbench/registry/places.hpp"

namespace davy::api {
namespace {

using casefile::Denied;
using registry::Exemption;
using report::JsonWriter;

void write_exemption(JsonWriter& json, const Exemption& exemption, Timestamp now) {
  json.begin_object();
  json.field("exemption_id", static_cast<std::uint64_t>(exemption.exemption_id));
  json.field("project", exemption.project);
  json.field("person", exemption.person);
  json.field("purpose", exemption.purpose);
  write_texts(json, "hosts", exemption.hosts);
  write_texts(json, "coins", exemption.coins);
  json.field("power_cap_kw", exemption.power_cap_kw);
  json.field("first_day", exemption.first_day);
  json.field("last_day", exemption.last_day);
  json.field("status", exemption.status_on(energy::day_of(now)));
  json.field("asked_by", exemption.asked_by);
  json.text_or_null_field("decided_by", exemption.decided_by);
  json.field("inside", static_cast<std::uint64_t>(exemption.inside));
  json.field("outside", static_cast<std::uint64_t>(exemption.outside));
  json.end_object();
}

// Of the first of its hosts that belongs to somebody.
std::string unit_of(const Exemption& exemption, const registry::PlaceIndex& places) {
  for (const std::string& host : exemption.hosts)
    for (const std::string_view kind : {"host", "meter"})
      if (const auto* place = places.of(kind, host.substr(0, host.find('/')))) return place->unit;
  return {};
}

Result<Response> exemption_outcome(const Asked& asked, casefile::Outcome<Exemption> outcome,
                                   int status) {
  if (!outcome) return std::unexpected(outcome.error());
  if (const auto* denied = std::get_if<Denied>(&*outcome)) return denial(*denied);
  // As the list tells it: with what lies inside.
  const std::int64_t id = std::get<Exemption>(*outcome).exemption_id;
  const auto all = registry::exemptions(asked.api.store());
  if (!all) return std::unexpected(all.error());
  const auto found = std::ranges::find(*all, id, &Exemption::exemption_id);
  const Exemption& one = found == all->end() ? std::get<Exemption>(*outcome) : *found;
  return json_response(status,
                       [&](JsonWriter& json) { write_exemption(json, one, asked.request.now); });
}

}  // namespace

Result<Response> list_exemptions(const Asked& asked) {
  auto all = registry::exemptions(asked.api.store());
  if (!all) return std::unexpected(all.error());
  const auto places = registry::PlaceIndex::read(asked.api.store());
  if (!places) return std::unexpected(places.error());
  // Whoever sees one unit sees those at hosts of it.
  asked.scope.keep_seen(*all, [&](const Exemption& one) { return unit_of(one, *places); });
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const Exemption& one : *all) write_exemption(json, one, asked.request.now);
    json.end_array();
    json.end_object();
  });
}

Result<Response> ask_for_exemption(const Asked& asked) {
  const auto body = JsonBody::parse(
      asked.request.body,
      {"project", "person", "purpose", "hosts", "coins", "power_cap_kw", "first_day", "last_day"});
  if (!body) return problem(400, body.error().message, "see the contract");
  Exemption form{.project = body->text("project").value_or(""),
                 .person = body->text("person").value_or(""),
                 .purpose = body->text("purpose").value_or(""),
                 .hosts = body->texts("hosts"),
                 .coins = body->texts("coins"),
                 .power_cap_kw = body->number("power_cap_kw"),
                 .first_day = body->text("first_day").value_or(""),
                 .last_day = body->text("last_day").value_or("")};
  return exemption_outcome(asked,
                           registry::ask_for_exemption(asked.api.store(), std::move(form),
                                                       asked.session.person, asked.request.now),
                           201);
}

Result<Response> act_on_exemption(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"action", "text"});
  if (!body) return problem(400, body.error().message, "send action and text");
  return exemption_outcome(
      asked,
      registry::decide_exemption(asked.api.store(), asked.id, body->text("action").value_or(""),
                                 body->text("text").value_or(""), asked.session.person,
                                 asked.request.now),
      200);
}

}  // namespace davy::api
