// Who is logged in: /session, /users.
#include <fmt/format.h>

#include <algorithm>

#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/api/shared.hpp"

namespace davy::api {
namespace {

using identity::Person;
using identity::Session;

void write_session(report::JsonWriter& json, const Session& session) {
  json.begin_object();
  json.field("name", session.person.name);
  json.field("role", identity::name(session.person.role));
  json.field("token", session.change_token);
  json.field("must_change_password", session.person.must_change_password);
  json.text_or_null_field("unit", session.person.unit);
  json.field("expires_at", time_text(session.expires_at));
  json.end_object();
}

void write_person(report::JsonWriter& json, const Person& person) {
  json.begin_object();
  json.field("user_id", static_cast<std::uint64_t>(person.user_id));
  json.field("name", person.name);
  json.field("role", identity::name(person.role));
  json.field("disabled", person.disabled);
  json.text_or_null_field("unit", person.unit);
  json.end_object();
}

template <class Is>
Result<Person> person_who(identity::People& people, Is is) {
  const auto all = people.all();
  if (!all) return std::unexpected(all.error());
  const auto found = std::ranges::find_if(*all, is);
  return found == all->end() ? Person{} : *found;
}
Result<Person> person_named(identity::People& people, std::string_view name) {
  return person_who(people, [&](const Person& person) { return person.name == name; });
}
Result<Person> person_numbered(identity::People& people, std::int64_t id) {
  return person_who(people, [&](const Person& person) { return person.user_id == id; });
}

bool is_this_machine(std::string_view address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

bool is_user_name(std::string_view name) {
  const auto allowed = [](char c) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return plain || c == '.' || c == '_' || c == '@' || c == '-' || (c & 0x80) != 0;
  };
  return !name.empty() && name.size() <= 300 && std::ranges::all_of(name, allowed);
}

}  // namespace

Result<Response> get_session(const Asked& asked) {
  return json_response(200, [&](report::JsonWriter& json) { write_session(json, asked.session); });
}

Result<Response> log_in(const Asked& asked) {
  const Request& request = asked.request;
  const bool near = is_this_machine(request.client);
  LoginLimit& limit = asked.api.shared().logins;
  if (!limit.allows(request.client, request.now) || (!near && !limit.allows_of_all(request.now))) {
    Response slow = problem(429, "too many logins", "wait a minute");
    slow.retry_after_s = "60";
    return slow;
  }
  const auto body = JsonBody::parse(request.body, {"name", "password"});
  if (!body) return problem(400, body.error().message, "send name and password");
  const auto name = body->text("name");
  const auto password = body->text("password");
  if (!name || !password) return problem(400, "name or password is missing", "send both");
  const auto place = asked.api.shared().password_work.take(near);
  if (!place) {
    Response busy = problem(503, "others are logging in at this moment", "try again in a moment");
    busy.retry_after_s = "1";
    return busy;
  }
  auto in = asked.api.people().log_in(*name, *password, request.now,
                                      near ? identity::Lock::passed_over : identity::Lock::holds);
  if (!in) return std::unexpected(in.error());
  if (const auto* refused = std::get_if<identity::Refusal>(&*in)) {
    const bool locked = *refused == identity::Refusal::locked;
    if (auto noted =
            audited(asked, *name, "session.refused", request.client, locked ? "locked" : "wrong");
        !noted)
      return std::unexpected(noted.error());
    return locked ? problem(429, "too many wrong passwords for this name",
                            "wait, or ask an administrator")
                  : problem(401, "name or password is wrong", "try again");
  }
  const auto& logged_in = std::get<identity::LoggedIn>(*in);
  if (auto noted = audited(asked, *name, "session.begin", request.client, ""); !noted)
    return std::unexpected(noted.error());
  Response response =
      json_response(200, [&](report::JsonWriter& json) { write_session(json, logged_in.session); });
  response.set_cookie = logged_in.cookie;
  return response;
}

Result<Response> log_out(const Asked& asked) {
  if (auto out = asked.api.people().log_out(asked.request.cookie); !out)
    return std::unexpected(out.error());
  if (auto noted =
          audited(asked, asked.session.person.name, "session.end", asked.request.client, "");
      !noted)
    return std::unexpected(noted.error());
  return Response{.status = 204, .set_cookie = "-"};
}

Result<Response> change_password(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"old_password", "new_password"});
  if (!body) return problem(400, body.error().message, "send old_password and new_password");
  const auto changed = asked.api.people().change_password(
      asked.session.person, body->text("old_password").value_or(""),
      body->text("new_password").value_or(""), asked.request.cookie);
  if (!changed && changed.error().kind == ErrorKind::usage)
    return problem(400, changed.error().message, "choose another one");
  if (!changed) return std::unexpected(changed.error());
  if (!*changed) return problem(400, "the old password is wrong", "try again");
  if (auto noted = audited(asked, asked.session.person.name, "password.changed",
                           asked.session.person.name, "");
      !noted)
    return std::unexpected(noted.error());
  return Response{.status = 204};
}

Result<Response> list_users(const Asked& asked) {
  const auto people = asked.api.people().all();
  if (!people) return std::unexpected(people.error());
  return json_response(200, [&](report::JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const Person& person : *people) write_person(json, person);
    json.end_array();
    json.end_object();
  });
}

Result<Response> add_user(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"name", "role", "password", "unit"});
  if (!body) return problem(400, body.error().message, "send name, role and password");
  const std::string name = body->text("name").value_or("");
  const auto role = identity::role_named(body->text("role").value_or(""));
  if (!role || !is_user_name(name))
    return problem(400, "name or role is not one",
                   "letters, digits and . _ @ -; a role of the contract");
  const std::string unit = body->text("unit").value_or("");
  const bool may_be_bound = *role == identity::Role::viewer || *role == identity::Role::analyst ||
                            *role == identity::Role::approver;
  if (unit.size() > 400 || (!unit.empty() && !may_be_bound))
    return problem(400, "who looks after all units is bound to none",
                   "name a unit for viewers, analysts and approvers only");
  const auto added = asked.api.people().add(name, *role, body->text("password").value_or(""), true,
                                            asked.request.now, unit);
  if (!added && added.error().kind == ErrorKind::usage)
    return problem(400, added.error().message, "choose another one");
  if (!added) return std::unexpected(added.error());
  if (!*added) return problem(409, fmt::format("the name {} is taken", name), "choose another one");
  if (auto noted = audited(asked, asked.session.person.name, "user.added", name,
                           unit.empty() ? std::string{identity::name(*role)}
                                        : fmt::format("{} of {}", identity::name(*role), unit));
      !noted)
    return std::unexpected(noted.error());
  const auto person = person_named(asked.api.people(), name);
  if (!person) return std::unexpected(person.error());
  return json_response(201, [&](report::JsonWriter& json) { write_person(json, *person); });
}

Result<Response> change_user(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"disabled"});
  if (!body) return problem(400, body.error().message, "send disabled");
  const auto disabled = body->flag("disabled");
  if (!disabled) return problem(400, "disabled is missing", "true or false");
  if (asked.id == asked.session.person.user_id)
    return problem(409, "nobody changes this of themselves", "ask another administrator");
  auto transaction = store::Transaction::begin(asked.api.store().database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto changed = asked.api.people().set_disabled(asked.id, *disabled);
  if (!changed) return std::unexpected(changed.error());
  if (*changed == identity::Changed::nobody)
    return problem(404, "there is no such person", "reload the list");
  if (*changed == identity::Changed::is_last_administrator)
    return problem(409, "this is the last administrator", "add another one first");
  const auto person = person_numbered(asked.api.people(), asked.id);
  if (!person) return std::unexpected(person.error());
  if (auto noted = audited(asked, asked.session.person.name,
                           *disabled ? "user.disabled" : "user.enabled", person->name, "");
      !noted)
    return std::unexpected(noted.error());
  if (auto kept = transaction->commit(); !kept) return std::unexpected(kept.error());
  return json_response(200, [&](report::JsonWriter& json) { write_person(json, *person); });
}

}  // namespace davy::api
