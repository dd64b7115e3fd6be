// Looking after the program itself: /audit, /settings, /health.
#include "workbench/api/routes.hpp"
#include "workbench/api/shared.hpp"
#include "workbench/store/migrations.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::api {
namespace {

using report::JsonWriter;

void write_entry(JsonWriter& json, const store::AuditEntry& entry) {
  json.begin_object();
  json.field("audit_id", static_cast<std::uint64_t>(entry.id));
  json.field("at", time_text(entry.at));
  json.field("actor", entry.who);
  json.field("action", entry.what);
  json.field("object", entry.object);
  json.field("detail", entry.detail);
  json.end_object();
}

// A list, an object a row: `write` fills it.
template <class Write>
Result<void> write_rows(JsonWriter& json, std::string_view key, Result<store::Query> rows,
                        Write write) {
  json.key(key);
  json.begin_array();
  const auto done = store::each_row(std::move(rows), [&](const store::Query& row) {
    json.begin_object();
    write(row);
    json.end_object();
  });
  json.end_array();
  return done;
}

Result<void> write_retention(JsonWriter& json, store::Store& store) {
  return write_rows(json, "retention",
                    store.database().query(
                        "SELECT class, days FROM retention JOIN setting ON setting.value = profile "
                        "WHERE key = 'retention_profile' ORDER BY class"),
                    [&](const store::Query& row) {
                      json.field("class", row.view(0));
                      json.field("days", row.count(1));
                    });
}

Result<void> write_sensors(JsonWriter& json, store::Store& store) {
  return write_rows(
      json, "sensors",
      store.database().query(
          "SELECT name, kind, (SELECT last_seen_ns FROM coverage WHERE "
          "sensor_id = sensor.id ORDER BY hour DESC LIMIT 1) FROM sensor ORDER BY name"),
      [&](const store::Query& row) {
        json.field("name", row.view(0));
        json.field("kind", row.view(1));
        json.text_or_null_field("last_alive",
                                row.is_null(2) ? "" : time_text(timestamp_ns(row.integer(2))));
      });
}

Result<void> write_store(JsonWriter& json, store::Store& store) {
  const auto pages = store.database().integer(
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  if (!pages) return std::unexpected(pages.error());
  json.key("store");
  json.begin_object();
  json.field("path", store.database().path());
  json.field("octets", static_cast<std::uint64_t>(pages->value_or(0)));
  json.field("schema_version", static_cast<std::uint64_t>(store::newest_version()));
  json.end_object();
  return {};
}

}  // namespace

Result<Response> list_audit(const Asked& asked) {
  store::AuditFilter filter{.limit = limit_of(asked.request)};
  if (const auto cursor = asked.request.asked("cursor")) {
    filter.after = number_of(*cursor);
    if (!filter.after) return problem(400, "cursor is not one", "take `next` of the page before");
  }
  const auto page = store::audit_page(asked.api.store(), filter);
  if (!page) return std::unexpected(page.error());
  const auto broken = asked.api.shared().audit.problem(asked.api.store());
  if (!broken) return std::unexpected(broken.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.field("chain_holds", broken->empty());
    json.key("items");
    json.begin_array();
    for (const store::AuditEntry& entry : page->rows) write_entry(json, entry);
    json.end_array();
    json.text_or_null_field("next", page->next ? std::to_string(*page->next) : "");
    json.end_object();
  });
}

Result<Response> get_settings(const Asked& asked) {
  Response response;
  JsonWriter json(response.body);
  json.begin_object();
  json.field("version", asked.api.options().version);
  if (auto written = write_store(json, asked.api.store()); !written)
    return std::unexpected(written.error());
  if (auto written = write_retention(json, asked.api.store()); !written)
    return std::unexpected(written.error());
  if (auto written = write_sensors(json, asked.api.store()); !written)
    return std::unexpected(written.error());
  json.end_object();
  return response;
}

Result<Response> get_health(const Asked& asked) {
  const auto one = asked.api.store().database().integer("SELECT 1");
  if (!one) return std::unexpected(one.error());
  const Timestamp ends = asked.api.shared().certificate_ends;
  const bool over = ends != Timestamp{} && asked.request.now >= ends;
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.field("status", over ? "certificate_expired" : "ok");
    json.text_or_null_field("certificate_ends", ends == Timestamp{} ? "" : time_text(ends));
    json.end_object();
  });
}

}  // namespace davy::api
