#include "workbench/api/api.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "workbench/api/routes.hpp"

namespace davy::api {
namespace {

// Does the path fit, and what number stands in it?
struct Fit {
  bool fits = false;
  std::int64_t id = 0;
};
Fit fit(std::string_view pattern, std::string_view path) {
  const std::size_t place = pattern.find("{id}");
  if (place == std::string_view::npos) return {pattern == path, 0};
  if (path.substr(0, place) != pattern.substr(0, place)) return {};
  Fit fit;
  const char* const end = path.data() + path.size();
  const auto [rest, failed] = std::from_chars(path.data() + place, end, fit.id);
  if (failed != std::errc{}) return {};
  fit.fits = std::string_view{rest, end} == pattern.substr(place + 4);
  return fit;
}

bool changes_something(std::string_view method) { return method != "GET"; }

std::string etag_of(std::string_view body) {
  return '"' + to_hex(sha256(body)).substr(0, 32) + '"';
}

Response with_etag(Response response, const Request& request) {
  if (request.method != "GET" || response.status != 200) return response;
  response.etag = etag_of(response.body);
  if (response.etag == request.if_none_match) return {.status = 304, .etag = response.etag};
  return response;
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<std::uint8_t>(a[i] ^ b[i]));
  return difference == 0;
}

// Why somebody who is known may not do this; nothing where they may.
std::optional<Response> refusal(const Route& route, const Request& request,
                                const identity::Session& session) {
  const bool own_password = route.operation_id == "changePassword";
  const bool ends = route.operation_id == "logOut";
  const bool looks_at_self = route.operation_id == "getSession";
  if (session.person.must_change_password && !own_password && !ends && !looks_at_self)
    return problem(403, "the password must be changed first", "change it under your own settings");
  if (!identity::may(session.person.role, route.right))
    return problem(403, "your role may not do this", "ask an administrator who may");
  if (changes_something(request.method) && !session.is_machine &&
      !same_secret(request.change_token, session.change_token))
    return problem(403, "the request does not carry the session's token",
                   "reload the page; programs send it as X-Davy-Token");
  return std::nullopt;
}

Response method_or_path_wrong(const Request& request) {
  std::string allowed;
  for (const Route& route : routes())
    if (fit(route.path, request.path).fits)
      allowed += (allowed.empty() ? "" : ", ") + std::string{route.method};
  if (allowed.empty())
    return problem(404, "there is nothing here", "see /api/v1/openapi.yaml for what there is");
  Response response = problem(405, "this cannot be done here", "use one of: " + allowed);
  response.allow = allowed;
  return response;
}

Response of_error(const Error& error) {
  return problem(error.kind == ErrorKind::usage ? 400 : 503, error.message,
                 "if it stays so, see the server's log");
}

}  // namespace

Response problem(int status, std::string_view title, std::string_view remedy) {
  Response response = json_response(status, [&](report::JsonWriter& json) {
    json.begin_object();
    json.field("status", static_cast<std::uint64_t>(status));
    json.field("title", title);
    json.field("remedy", remedy);
    json.end_object();
  });
  response.content_type = "application/problem+json";
  return response;
}

Result<std::unique_ptr<Api>> Api::open(const ApiOptions& options, Shared& shared,
                                       identity::Random random) {
  auto store = store::Store::open(options.store_path);
  if (!store) return std::unexpected(store.error());
  if (auto set = store->keep_in_memory(store::lasting_pages_mib); !set)
    return std::unexpected(set.error());
  return std::unique_ptr<Api>(new Api(options, std::move(*store), shared, std::move(random)));
}

Result<std::optional<identity::Session>> Api::session_of(const Request& request) {
  if (!request.bearer.empty()) return people_.machine(request.bearer, request.now);
  if (!request.cookie.empty()) return people_.session(request.cookie, request.now);
  return std::optional<identity::Session>{};
}

Response Api::answer(const Request& request) {
  for (const Route& route : routes()) {
    if (route.method != request.method) continue;
    const Fit found = fit(route.path, request.path);
    if (!found.fits) continue;
    auto session = session_of(request);
    if (!session) return of_error(session.error());
    if (route.needs_session && !*session)
      return problem(401, "nobody is logged in", "log in again");
    const identity::Session who = session->value_or(identity::Session{});
    if (route.needs_session)
      if (auto refused = refusal(route, request, who)) return std::move(*refused);
    const auto scope = Scope::of(store_, who.person);
    if (!scope) return of_error(scope.error());
    if (route.of_all_units && !scope->sees_all())
      return problem(403, "this is of all units", "ask somebody who sees all of them");
    auto answered = route.answer({*this, request, who, *scope, found.id});
    return answered ? with_etag(std::move(*answered), request) : of_error(answered.error());
  }
  return method_or_path_wrong(request);
}

}  // namespace davy::api
