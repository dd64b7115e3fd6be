// What was found: /subjects.
#include <fmt/format.h>

#include <charconv>

#include "workbench/api/routes.hpp"
#include "workbench/api/subject_json.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/meter_store.hpp"
#include "workbench/store/signals.hpp"

namespace davy::api {
namespace {

using report::JsonWriter;
using store::SubjectCursor;

// "1700000000000000000.0.97.12": last seen, probability, number.
std::string cursor_text(const SubjectCursor& cursor) {
  return fmt::format("{}_{}_{}", cursor.last_seen_ns, cursor.probability, cursor.id);
}

std::optional<SubjectCursor> cursor_of(std::string_view text) {
  SubjectCursor cursor;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto took = [&](auto& value) {
    const auto [rest, failed] = std::from_chars(at, end, value);
    at = rest;
    return failed == std::errc{};
  };
  if (!took(cursor.last_seen_ns) || at == end || *at++ != '_') return std::nullopt;
  if (!took(cursor.probability) || at == end || *at++ != '_') return std::nullopt;
  if (!took(cursor.id) || at != end) return std::nullopt;
  return cursor;
}

std::optional<verdict::Level> level_named(std::string_view text) {
  for (std::size_t i = 0; i < 5; ++i)
    if (verdict::name(static_cast<verdict::Level>(i)) == text)
      return static_cast<verdict::Level>(i);
  return std::nullopt;
}

// Levels are separated by commas; nothing: all of them.
std::optional<std::vector<verdict::Level>> levels_of(std::string_view text) {
  std::vector<verdict::Level> levels;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const auto level = level_named(text.substr(0, comma));
    if (!level) return std::nullopt;
    levels.push_back(*level);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return levels;
}

struct FilterOrWhy {
  store::SubjectFilter filter = {};
  std::string_view wrong = {};
};

FilterOrWhy filter_of(const Request& request) {
  FilterOrWhy out;
  out.filter.limit = limit_of(request);
  out.filter.kind = request.asked("kind").value_or("");
  out.filter.text = request.asked("text").value_or("").substr(0, 100);
  const std::string_view order = request.asked("order").value_or("last_seen");
  if (order == "probability") out.filter.order = store::SubjectOrder::probability;
  if (order != "probability" && order != "last_seen") out.wrong = "order";
  const auto levels = levels_of(request.asked("level").value_or(""));
  if (!levels) out.wrong = "level";
  if (levels && levels->size() == 1)
    out.filter.level = levels->front();
  else if (levels)
    out.filter.levels = *levels;
  if (const auto since = request.asked("since")) {
    out.filter.seen_since = time_of(*since);
    if (!out.filter.seen_since) out.wrong = "since";
  }
  if (const auto cursor = request.asked("cursor")) {
    out.filter.after = cursor_of(*cursor);
    if (!out.filter.after) out.wrong = "cursor";
  }
  return out;
}

void write_signal(JsonWriter& json, const store::StoredSignal& signal) {
  json.begin_object();
  json.field("detector", signal.detector);
  json.field("sensor", signal.sensor);
  json.field("observed_at", time_text(signal.observed_at));
  json.field("window_first", time_text(signal.window_first));
  json.field("window_last", time_text(signal.window_last));
  json.field("strength_nats", signal.strength_nats);
  json.field("evidence", signal.evidence);
  json.field("times", signal.times);
  json.end_object();
}

void write_change(JsonWriter& json, const store::VerdictChange& change) {
  json.begin_object();
  json.field("at", time_text(change.at));
  json.field("level", verdict::name(change.level));
  json.field("probability", change.probability);
  json.end_object();
}

// All that a subject's page shows.
struct Whole {
  store::SubjectDetail detail;
  store::SignalPage signals;
  store::FlowPage flows;
  store::VerdictPage history;
  std::optional<store::StoredPicture> picture = {};
};

Result<Whole> whole(store::Store& store, store::SubjectDetail detail) {
  const std::int64_t id = detail.subject.id;
  Whole out{.detail = std::move(detail), .signals = {}, .flows = {}, .history = {}, .picture = {}};
  auto signals = store::signals_of(store, id);
  if (!signals) return std::unexpected(signals.error());
  out.signals = std::move(*signals);
  auto flows = store::flows_of(store, id);
  if (!flows) return std::unexpected(flows.error());
  out.flows = std::move(*flows);
  auto history = store::verdict_changes_of(store, id);
  if (!history) return std::unexpected(history.error());
  out.history = std::move(*history);
  auto picture = store::load_picture_of(store, id);
  if (!picture) return std::unexpected(picture.error());
  out.picture = std::move(*picture);
  return out;
}

template <class Rows, class Write>
void write_list(JsonWriter& json, std::string_view key, const Rows& rows, Write write) {
  json.key(key);
  json.begin_array();
  for (const auto& row : rows) write(json, row);
  json.end_array();
}

void write_picture(JsonWriter& json, const store::StoredPicture& picture) {
  json.key("load_picture");
  json.begin_object();
  json.field("first_day", picture.first_day);
  json.key("drawn_kw");
  json.raw(picture.drawn_kw);
  json.key("expected_kw");
  json.raw(picture.expected_kw);
  json.end_object();
}

void write_whole(JsonWriter& json, const Whole& one) {
  const store::StoredSubject& subject = one.detail.subject;
  json.begin_object();
  write_subject_fields(json, subject);
  json.key("event");
  json.raw(one.detail.event.empty() ? "{}" : one.detail.event);
  write_list(json, "signals_list", one.signals.rows, write_signal);
  write_list(json, "flows", one.flows.rows, [](JsonWriter& out, const store::StoredFlow& flow) {
    out.raw(flow.event.empty() ? "{}" : flow.event);
  });
  json.field("flows_left_out",
             subject.flows_left_out +
                 (subject.flows - std::min<std::uint64_t>(subject.flows, one.flows.rows.size())));
  write_list(json, "history", one.history.rows, write_change);
  if (one.picture) write_picture(json, *one.picture);
  json.end_object();
}

}  // namespace

Result<Response> list_subjects(const Asked& asked) {
  FilterOrWhy wanted = filter_of(asked.request);
  wanted.filter.units_json = asked.scope.json();
  if (!wanted.wrong.empty())
    return problem(400, fmt::format("{} is not one", wanted.wrong), "see the contract");
  const auto page = store::subject_page(asked.api.store(), wanted.filter);
  if (!page) return std::unexpected(page.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const store::StoredSubject& subject : page->rows) write_subject(json, subject);
    json.end_array();
    json.text_or_null_field("next", page->next ? cursor_text(*page->next) : "");
    json.end_object();
  });
}

Result<Response> get_subject(const Asked& asked) {
  auto detail = store::subject_detail(asked.api.store(), asked.id);
  if (!detail) return std::unexpected(detail.error());
  if (!*detail || !asked.scope.sees((*detail)->subject.unit))
    return problem(404, "there is no such subject", "it may have been deleted: reload");
  const auto one = whole(asked.api.store(), std::move(**detail));
  if (!one) return std::unexpected(one.error());
  return json_response(200, [&](JsonWriter& json) { write_whole(json, *one); });
}

}  // namespace davy::api
