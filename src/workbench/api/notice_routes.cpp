// Lists that an authority sent: /notices, /notice-items.
#include <fmt/format.h>

#include "workbench/api/json_body.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/notice/notices.hpp"

namespace davy::api {
namespace {

using casefile::Denied;
using notice::Item;
using notice::Notice;
using report::JsonWriter;

void write_notice(JsonWriter& json, const Notice& one, Timestamp now) {
  json.begin_object();
  json.field("notice_id", static_cast<std::uint64_t>(one.notice_id));
  json.field("name", one.name);
  json.field("issuer", one.issuer);
  json.field("class", one.list_class);
  json.field("taken_at", time_text(one.taken_at));
  json.field("due_on", one.due_on);
  json.field("overdue", one.is_overdue(now));
  json.field("items", static_cast<std::uint64_t>(one.items));
  json.field("answered", static_cast<std::uint64_t>(one.answered));
  json.end_object();
}

void write_columns(JsonWriter& json, const std::vector<table::Heading>& columns) {
  json.key("columns");
  json.begin_array();
  for (const table::Heading& column : columns) {
    if (column.text.empty()) continue;
    json.begin_object();
    json.field("heading", column.text);
    json.text_or_null_field("field", column.field);
    json.end_object();
  }
  json.end_array();
}

void write_candidates(JsonWriter& json, const std::vector<notice::Candidate>& candidates) {
  json.key("candidates");
  json.begin_array();
  for (const notice::Candidate& one : candidates) {
    json.begin_object();
    json.field("subject_id", static_cast<std::uint64_t>(one.subject_id));
    json.field("name", one.name);
    json.field("level", verdict::name(one.level));
    json.field("why", one.why);
    json.field("unit", one.unit);
    json.field("case_id", one.case_id ? std::optional<std::uint64_t>(*one.case_id) : std::nullopt);
    json.end_object();
  }
  json.end_array();
}

void write_count(JsonWriter& json, std::string_view key, const std::optional<std::int64_t>& count) {
  json.field(
      key, count ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*count)) : std::nullopt);
}

void write_item(JsonWriter& json, const Item& item,
                const std::vector<notice::Candidate>& candidates) {
  json.begin_object();
  json.field("item_id", static_cast<std::uint64_t>(item.item_id));
  json.field("line", static_cast<std::uint64_t>(item.line));
  json.field("indicator", item.indicator);
  json.text_or_null_field("source_address", item.source_address);
  write_count(json, "source_port", item.source_port);
  json.text_or_null_field("destination_address", item.destination_address);
  write_count(json, "destination_port", item.destination_port);
  json.text_or_null_field("domain", item.domain);
  json.text_or_null_field("coin", item.coin);
  json.text_or_null_field("first_seen", item.first_seen ? time_text(*item.first_seen) : "");
  json.text_or_null_field("last_seen", item.last_seen ? time_text(*item.last_seen) : "");
  write_count(json, "times", item.times);
  json.field("lists", static_cast<std::uint64_t>(item.lists));
  write_candidates(json, candidates);
  json.field("status", item.status);
  write_count(json, "case_id", item.case_id);
  json.field("answer", item.answer);
  json.text_or_null_field("answered_by", item.answered_by);
  json.end_object();
}

notice::NoticeForm form_of(const Request& request) {
  const auto asked = [&](std::string_view name, std::string_view usual) {
    return std::string{request.asked(name).value_or(usual)};
  };
  return {.name = asked("name", ""),
          .issuer = asked("issuer", ""),
          .list_class = asked("class", "full"),
          .due_on = asked("due_on", ""),
          .time_zone = asked("time_zone", "")};
}

Response no_such_list() { return problem(404, "there is no such list", "reload the lists"); }

}  // namespace

Result<Response> list_notices(const Asked& asked) {
  const auto all = notice::notices(asked.api.store());
  if (!all) return std::unexpected(all.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const Notice& one : *all) write_notice(json, one, asked.request.now);
    json.end_array();
    json.end_object();
  });
}

Result<Response> import_notice(const Asked& asked) {
  const auto outcome =
      notice::import_notice(asked.api.store(), asked.request.body, form_of(asked.request),
                            asked.session.person, asked.request.now);
  if (!outcome) return std::unexpected(outcome.error());
  if (const auto* denied = std::get_if<Denied>(&*outcome)) return denial(*denied);
  const auto& taken = std::get<notice::Imported>(*outcome);
  return json_response(201, [&](JsonWriter& json) {
    json.begin_object();
    json.key("notice");
    write_notice(json, taken.notice, asked.request.now);
    json.field("rows", static_cast<std::uint64_t>(taken.rows));
    json.field("repeated", static_cast<std::uint64_t>(taken.repeated));
    write_columns(json, taken.columns);
    write_refused(json, taken.refused);
    json.end_object();
  });
}

Result<Response> get_notice(const Asked& asked) {
  store::Store& store = asked.api.store();
  const auto one = notice::notice_of(store, asked.id);
  if (!one) return std::unexpected(one.error());
  if (!*one) return no_such_list();
  std::optional<std::int64_t> after;
  if (const auto cursor = asked.request.asked("cursor")) {
    after = number_of(*cursor);
    if (!after) return problem(400, "cursor is not one", "take `next` of the page before");
  }
  const auto page = notice::items_of(store, asked.id, after, limit_of(asked.request));
  if (!page) return std::unexpected(page.error());
  std::vector<std::vector<notice::Candidate>> candidates;
  for (const Item& item : page->rows) {
    auto fit = notice::candidates_of(store, item);
    if (!fit) return std::unexpected(fit.error());
    candidates.push_back(std::move(*fit));
  }
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("notice");
    write_notice(json, **one, asked.request.now);
    json.key("items");
    json.begin_array();
    for (std::size_t i = 0; i < page->rows.size(); ++i)
      write_item(json, page->rows[i], candidates[i]);
    json.end_array();
    json.text_or_null_field("next", page->next ? std::to_string(*page->next) : "");
    json.end_object();
  });
}

Result<Response> get_feedback(const Asked& asked) {
  const auto one = notice::notice_of(asked.api.store(), asked.id);
  if (!one) return std::unexpected(one.error());
  if (!*one) return no_such_list();
  auto table = notice::feedback(asked.api.store(), asked.id);
  if (!table) return std::unexpected(table.error());
  if (auto noted = audited(asked, asked.session.person.name, "notice.feedback",
                           fmt::format("notice {}", asked.id), "");
      !noted)
    return std::unexpected(noted.error());
  return Response{.content_type = "text/csv; charset=utf-8",
                  .body = std::move(*table),
                  .file_name = fmt::format("davy-notice-{}.csv", asked.id)};
}

Result<Response> answer_notice_item(const Asked& asked) {
  const auto body = JsonBody::parse(asked.request.body, {"action", "subject_id", "text"});
  if (!body) return problem(400, body.error().message, "see the contract");
  const notice::Answer answer{.action = body->text("action").value_or(""),
                              .subject_id = body->integer("subject_id"),
                              .text = body->text("text").value_or("")};
  const auto outcome =
      notice::answer(asked.api.store(), asked.id, answer, asked.session.person, asked.request.now);
  if (!outcome) return std::unexpected(outcome.error());
  if (const auto* denied = std::get_if<Denied>(&*outcome)) return denial(*denied);
  const Item& item = std::get<Item>(*outcome);
  const auto candidates = notice::candidates_of(asked.api.store(), item);
  if (!candidates) return std::unexpected(candidates.error());
  return json_response(200, [&](JsonWriter& json) { write_item(json, item, *candidates); });
}

}  // namespace davy::api
