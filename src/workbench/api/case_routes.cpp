// Cases: /cases.
#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/api/subject_json.hpp"
#include "workbench/casefile/case_json.hpp"

namespace davy::api {
namespace {

using casefile::Action;
using casefile::CaseFile;
using casefile::Denied;
using report::JsonWriter;

// A case with its subject, ready to be told.
struct Told {
  CaseFile file;
  store::StoredSubject subject;
};

Result<Told> told(const Asked& asked, CaseFile file) {
  // Who only looks is not told who it is.
  if (!identity::may(asked.session.person.role, identity::Right::act))
    file.identity.opened_at.reset();
  auto subject = subject_row(asked.api.store(), file.subject_id);
  if (!subject) return std::unexpected(subject.error());
  return Told{std::move(file), std::move(*subject)};
}

void write_case(JsonWriter& json, const Told& told, Timestamp now) {
  const CaseFile& file = told.file;
  json.begin_object();
  json.field("case_id", static_cast<std::uint64_t>(file.case_id));
  json.key("subject");
  write_subject(json, told.subject);
  casefile::write_work(json, file, now);
  json.end_object();
}

// The answer where the case is not there for who asks; nothing where it is.
std::optional<Result<Response>> not_seen(const Asked& asked) {
  const auto sees = sees_case(asked.api.store(), asked.scope, asked.id);
  if (!sees) return std::unexpected(sees.error());
  if (*sees) return std::nullopt;
  return problem(404, "there is no such case", "reload the list");
}

Result<Response> case_response(const Asked& asked, CaseFile file, int status) {
  const auto one = told(asked, std::move(file));
  if (!one) return std::unexpected(one.error());
  return json_response(status,
                       [&](JsonWriter& json) { write_case(json, *one, asked.request.now); });
}

Result<Response> case_outcome(const Asked& asked, casefile::Outcome<CaseFile> outcome, int status) {
  if (!outcome) return std::unexpected(outcome.error());
  if (const auto* denied = std::get_if<Denied>(&*outcome)) return denial(*denied);
  return case_response(asked, std::move(std::get<CaseFile>(*outcome)), status);
}

}  // namespace

Result<Response> list_cases(const Asked& asked) {
  const std::string_view state = asked.request.asked("state").value_or("open");
  if (state != "open" && state != "closed" && state != "all")
    return problem(400, "no such state of cases", "open, closed or all");
  auto list = asked.api.cases().list(state, asked.request.asked("cursor").value_or(""),
                                     limit_of(asked.request), asked.scope.json());
  if (!list) return std::unexpected(list.error());
  std::vector<Told> cases;
  for (CaseFile& file : list->cases) {
    auto one = told(asked, std::move(file));
    if (!one) return std::unexpected(one.error());
    cases.push_back(std::move(*one));
  }
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const Told& one : cases) write_case(json, one, asked.request.now);
    json.end_array();
    json.text_or_null_field("next", list->next);
    json.end_object();
  });
}

Result<Response> open_case(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"subject_id", "reason"});
  if (!body) return problem(400, body.error().message, "send subject_id and reason");
  const auto subject = body->integer("subject_id");
  if (!subject) return problem(400, "subject_id is missing", "send the number of a subject");
  const auto sees = sees_subject(asked.api.store(), asked.scope, *subject);
  if (!sees) return std::unexpected(sees.error());
  if (!*sees) return problem(404, "there is no such subject", "it may have been deleted: reload");
  return case_outcome(asked,
                      asked.api.cases().open(*subject, body->text("reason").value_or(""),
                                             asked.session.person, asked.request.now),
                      201);
}

Result<Response> get_case(const Asked& asked) {
  if (auto none = not_seen(asked)) return std::move(*none);
  auto file = asked.api.cases().of_id(asked.id);
  if (!file) return std::unexpected(file.error());
  if (!*file) return problem(404, "there is no such case", "reload the list");
  return case_response(asked, std::move(**file), 200);
}

Result<Response> act_on_case(const Asked& asked) {
  const auto body = JsonBody::parse(
      asked.request.body,
      {"action", "text", "element", "cause", "due_at", "measure", "explanation", "excluded"});
  if (!body) return problem(400, body.error().message, "see the contract");
  Action action{.action = body->text("action").value_or(""),
                .text = body->text("text").value_or(""),
                .measure = body->text("measure").value_or(""),
                .explanation = body->text("explanation").value_or(""),
                .excluded = body->flag("excluded").value_or(false)};
  if (const auto element = body->text("element"))
    action.element = casefile::element_named(*element);
  if (const auto cause = body->text("cause")) action.cause = casefile::cause_named(*cause);
  if (const auto due = body->text("due_at")) action.due_at = time_of(*due);
  if (auto none = not_seen(asked)) return std::move(*none);
  return case_outcome(
      asked, asked.api.cases().act(asked.id, action, asked.session.person, asked.request.now), 200);
}

}  // namespace davy::api
