// What leaves the store with a signature: /cases/{id}/evidence, /audit/export, /report/zero.
#include <fmt/format.h>

#include "workbench/api/routes.hpp"
#include "workbench/custody/audit_export.hpp"
#include "workbench/custody/evidence.hpp"
#include "workbench/custody/zero_report.hpp"

namespace davy::api {
namespace {

Response no_key(const Asked& asked) {
  return problem(503, "nothing can be signed: " + asked.api.options().no_signing_key,
                 "start davy serve with --signing-key FILE");
}

custody::Maker maker(const Asked& asked) {
  return {.version = asked.api.options().version,
          .by = asked.session.person.name,
          .now = asked.request.now};
}

Response zip_response(std::string octets, std::string file_name) {
  return {.content_type = "application/zip",
          .body = std::move(octets),
          .file_name = std::move(file_name)};
}

}  // namespace

Result<Response> get_evidence(const Asked& asked) {
  const auto& key = asked.api.options().signing_key;
  if (!key) return no_key(asked);
  const auto sees = sees_case(asked.api.store(), asked.scope, asked.id);
  if (!sees) return std::unexpected(sees.error());
  if (!*sees) return problem(404, "there is no such case", "reload the list");
  auto sealed = custody::evidence_bundle(asked.api.store(), asked.id, maker(asked),
                                         asked.api.options().configuration, *key);
  if (!sealed) return std::unexpected(sealed.error());
  if (!*sealed) return problem(404, "there is no such case", "reload the list");
  return zip_response(std::move((*sealed)->octets), fmt::format("case-{}.zip", asked.id));
}

Result<Response> export_audit(const Asked& asked) {
  const auto& key = asked.api.options().signing_key;
  if (!key) return no_key(asked);
  auto exported = custody::audit_export(asked.api.store(), maker(asked), *key);
  if (!exported) return std::unexpected(exported.error());
  return zip_response(std::move(exported->sealed.octets),
                      fmt::format("audit-{}.zip", exported->sealed.head.id));
}

Result<Response> get_zero_report(const Asked& asked) {
  const auto& key = asked.api.options().signing_key;
  if (!key) return no_key(asked);
  const auto from = time_of(asked.request.asked("from").value_or(""));
  const auto to = time_of(asked.request.asked("to").value_or(""));
  if (!from || !to || *from >= *to)
    return problem(400, "from and to are no period", "two times as 2026-11-30T00:00:00Z");
  std::string unit{asked.request.asked("unit").value_or(asked.scope.own()).substr(0, 200)};
  if (!asked.scope.sees(unit))
    return problem(403, "this is of another unit", "ask for a unit of yours");
  const auto report = custody::zero_report(
      asked.api.store(), {.from = *from, .to = *to, .unit = std::move(unit)}, maker(asked), *key);
  if (!report) return std::unexpected(report.error());
  auto json = custody::zero_json(*report, *key);
  if (!json) return std::unexpected(json.error());
  return Response{.body = std::move(*json), .file_name = "zero-report.json"};
}

}  // namespace davy::api
