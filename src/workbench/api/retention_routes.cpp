// How long things are kept: /retention.
#include <fmt/format.h>

#include <algorithm>

#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/store/retention.hpp"

namespace davy::api {
namespace {

using report::JsonWriter;
using store::RetentionProfile;

void write_profile(JsonWriter& json, const RetentionProfile& profile) {
  json.begin_object();
  json.field("name", profile.name);
  json.key("classes");
  json.begin_array();
  for (const store::KeptClass& kept : profile.classes) {
    json.begin_object();
    json.field("class", kept.retained_class);
    json.field("days", static_cast<std::uint64_t>(kept.days));
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

Result<Response> get_retention(const Asked& asked) {
  const auto profiles = store::retention_profiles(asked.api.store());
  if (!profiles) return std::unexpected(profiles.error());
  const auto in_force = store::retention_in_force(asked.api.store());
  if (!in_force) return std::unexpected(in_force.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.field("profile", *in_force);
    json.key("profiles");
    json.begin_array();
    for (const RetentionProfile& profile : *profiles) write_profile(json, profile);
    json.end_array();
    json.end_object();
  });
}

Result<Response> choose_retention(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"profile"});
  if (!body) return problem(400, body.error().message, "send profile");
  const std::string wanted = body->text("profile").value_or("");
  const auto profiles = store::retention_profiles(asked.api.store());
  if (!profiles) return std::unexpected(profiles.error());
  if (std::ranges::find(*profiles, wanted, &RetentionProfile::name) == profiles->end())
    return problem(400, "there is no such profile", "GET tells which there are");
  const auto before = store::retention_in_force(asked.api.store());
  if (!before) return std::unexpected(before.error());
  auto transaction = store::Transaction::begin(asked.api.store().database());
  if (!transaction) return std::unexpected(transaction.error());
  if (auto used = store::use_retention(asked.api.store(), wanted); !used)
    return std::unexpected(used.error());
  if (auto noted = audited(asked, asked.session.person.name, "retention.chosen", wanted,
                           fmt::format("before: {}", *before));
      !noted)
    return std::unexpected(noted.error());
  if (auto kept = transaction->commit(); !kept) return std::unexpected(kept.error());
  return get_retention(asked);
}

}  // namespace davy::api
