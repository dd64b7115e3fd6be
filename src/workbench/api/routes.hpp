// Which operation answers what, and who may ask. Only api/ and its tests include this.
//
// Threads: const.
#pragma once

#include <span>
#include <string_view>

#include "workbench/api/api.hpp"
#include "workbench/api/scope.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/table/headed_table.hpp"

namespace davy::api {

// A request whose sender is known.
struct Asked {
  Api& api;
  const Request& request;
  const identity::Session& session;  // of nobody where the route is open
  const Scope& scope;                // what its person may see
  std::int64_t id = 0;               // of the path, where it has one
};

struct Route {
  std::string_view operation_id;
  std::string_view method;
  std::string_view path;  // "{id}" stands for a number
  identity::Right right;
  bool needs_session;
  Result<Response> (*answer)(const Asked&);
  bool of_all_units = false;  // whoever sees one unit only is refused
};
std::span<const Route> routes();

// The answers, by file.
Result<Response> get_session(const Asked&);
Result<Response> log_in(const Asked&);
Result<Response> log_out(const Asked&);
Result<Response> change_password(const Asked&);
Result<Response> get_overview(const Asked&);
Result<Response> list_subjects(const Asked&);
Result<Response> get_subject(const Asked&);
Result<Response> get_coverage(const Asked&);
Result<Response> list_cases(const Asked&);
Result<Response> open_case(const Asked&);
Result<Response> get_case(const Asked&);
Result<Response> act_on_case(const Asked&);
Result<Response> get_evidence(const Asked&);
Result<Response> list_systems(const Asked&);
Result<Response> import_systems(const Asked&);
Result<Response> add_system(const Asked&);
Result<Response> get_system(const Asked&);
Result<Response> change_system(const Asked&);
Result<Response> act_on_system(const Asked&);
Result<Response> list_places(const Asked&);
Result<Response> import_places(const Asked&);
Result<Response> list_exemptions(const Asked&);
Result<Response> ask_for_exemption(const Asked&);
Result<Response> act_on_exemption(const Asked&);
Result<Response> list_days(const Asked&);
Result<Response> import_days(const Asked&);
Result<Response> get_reconciliation(const Asked&);
Result<Response> list_notices(const Asked&);
Result<Response> import_notice(const Asked&);
Result<Response> get_notice(const Asked&);
Result<Response> get_feedback(const Asked&);
Result<Response> answer_notice_item(const Asked&);
Result<Response> get_account(const Asked&);
Result<Response> get_zero_report(const Asked&);
Result<Response> list_audit(const Asked&);
Result<Response> export_audit(const Asked&);
Result<Response> list_users(const Asked&);
Result<Response> add_user(const Asked&);
Result<Response> change_user(const Asked&);
Result<Response> get_retention(const Asked&);
Result<Response> choose_retention(const Asked&);
Result<Response> get_settings(const Asked&);
Result<Response> list_outlets(const Asked&);
Result<Response> get_metrics(const Asked&);
Result<Response> get_health(const Asked&);

// `write(json)` fills the answer.
template <class Write>
Response json_response(int status, Write write) {
  Response response{.status = status};
  report::JsonWriter json(response.body);
  write(json);
  return response;
}
std::string time_text(Timestamp time);
std::optional<Timestamp> time_of(std::string_view text);
// Into the audit log, as done by `who`.
Result<void> audited(const Asked& asked, std::string_view who, std::string_view what,
                     std::string object, std::string detail);
// Why something was not done, as a problem.
Response denial(const casefile::Denied& denied);
// A whole number and nothing else.
std::optional<std::int64_t> number_of(std::string_view text);
void write_texts(report::JsonWriter& json, std::string_view key,
                 const std::vector<std::string>& texts);
void write_refused(report::JsonWriter& json, const std::vector<table::RefusedRow>& refused);
// Of the query's `limit`, within bounds.
std::size_t limit_of(const Request& request);

}  // namespace davy::api
