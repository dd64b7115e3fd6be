// What leaves the store with a signature: /cases/{id}/evidence, /audit/export.
#include <fmt/format.h>

#include "workbench/api/routes.hpp"
#include "workbench/custody/audit_export.hpp"
#include "workbench/custody/evidence.hpp"

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
  auto sealed = custody::evidence_bundle(asked.api.store(), asked.id, maker(asked), "", *key);
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

}  // namespace davy::api
