// What was looked at: /coverage, /overview.
#include <fmt/format.h>

#include <array>
#include <set>

#include "workbench/api/routes.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"
#include "workbench/store/trends.hpp"

namespace davy::api {
namespace {

using report::JsonWriter;
using store::CoverageCell;

constexpr std::int64_t hours_a_week = 7 * 24;
constexpr std::int64_t map_hours_max = 93 * 24;
constexpr std::int64_t trend_days = 30;
constexpr std::int64_t needs_max = 50;
constexpr std::int64_t needs_looked_at_max = 1'000;  // of all units, for those who see one
constexpr double full_hour_s = 3'600;

std::uint64_t lost(const CoverageCell& cell) { return cell.dropped_kernel + cell.dropped_davy; }

void write_cell(JsonWriter& json, const CoverageCell& cell) {
  json.begin_object();
  json.field("sensor", cell.sensor);
  json.field("hour", time_text(store::start_of_hour(cell.hour)));
  json.field("alive_seconds", static_cast<std::uint64_t>(cell.alive_s));
  json.field("packets", cell.packets);
  json.field("octets", cell.octets);
  json.field("flows", cell.flows);
  json.field("malformed", cell.malformed);
  json.field("dropped", lost(cell));
  json.end_object();
}

Result<std::vector<CoverageCell>> cells_between(store::Store& store, std::int64_t from,
                                                std::int64_t to) {
  auto page = store::coverage_cells(store, {.from_hour = from, .to_hour = to});
  if (!page) return std::unexpected(page.error());
  return std::move(page->rows);
}

struct Watched {
  std::uint64_t sensors = 0;
  std::uint64_t alive = 0;  // in this hour or the last
  double alive_s = 0;
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t dropped = 0;
};

Result<Watched> watched(store::Store& store, std::int64_t now_hour) {
  Watched out;
  const auto known = store::sensors(store);
  if (!known) return std::unexpected(known.error());
  out.sensors = known->size();
  const auto cells = cells_between(store, now_hour - hours_a_week + 1, now_hour + 1);
  if (!cells) return std::unexpected(cells.error());
  std::set<std::string_view> alive;
  for (const CoverageCell& cell : *cells) {
    out.alive_s += cell.alive_s;
    out.packets += cell.packets;
    out.octets += cell.octets;
    out.dropped += lost(cell);
    if (cell.hour + 1 >= now_hour && cell.alive_s > 0) alive.insert(cell.sensor);
  }
  out.alive = alive.size();
  return out;
}

void write_watched(JsonWriter& json, const Watched& watched) {
  const double all_s =
      static_cast<double>(watched.sensors) * static_cast<double>(hours_a_week) * full_hour_s;
  json.key("coverage");
  json.begin_object();
  json.field("sensors", watched.sensors);
  json.field("sensors_alive", watched.alive);
  json.key("hours_covered_share");
  watched.sensors == 0 ? json.null() : json.value(watched.alive_s / all_s);
  json.field("packets", watched.packets);
  json.field("octets", watched.octets);
  json.field("dropped", watched.dropped);
  json.end_object();
}

// What waits for somebody, most urgent first.
struct Need {
  std::string what;
  std::int64_t id = 0;
  std::string name;
  Timestamp since;
};

constexpr std::string_view needs_sql =
    "SELECT * FROM ("
    "SELECT 'case_waits_for_second_person', case_id, name, waiting_ns AS since FROM case_file "
    "JOIN subject ON subject.id = subject_id WHERE waiting_action IS NOT NULL "
    "ORDER BY waiting_ns LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'case_waits_for_second_person', case_id, name, "
    "identity_asked_ns FROM case_file JOIN subject ON subject.id = subject_id WHERE "
    "identity_asked_by IS NOT NULL ORDER BY identity_asked_ns LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'case_overdue', case_id, name, due_ns FROM case_file "
    "JOIN subject ON subject.id = subject_id WHERE closed_ns IS NULL AND due_ns < ?2 "
    "ORDER BY due_ns LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'case_without_owner', case_id, name, opened_ns FROM case_file "
    "JOIN subject ON subject.id = subject_id WHERE closed_ns IS NULL AND owner IS NULL "
    "AND due_ns >= ?2 ORDER BY opened_ns LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'finding_without_case', id, name, first_seen_ns FROM subject "
    "WHERE level <= 1 AND cases = 0 AND (exemption_id IS NULL OR exemption_why <> '') "
    "ORDER BY level, last_seen_ns DESC LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'exemption_left', id, name, last_seen_ns FROM subject "
    "WHERE exemption_id IS NOT NULL AND exemption_why <> '' AND level <= 2 "
    "ORDER BY last_seen_ns DESC LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'notice_overdue', notice_id, name, unixepoch(due_on) * "
    "1000000000 FROM notice WHERE due_on < date(?2 / 1000000000, 'unixepoch') AND EXISTS "
    "(SELECT 1 FROM notice_item i WHERE i.notice_id = notice.notice_id AND status = 'open') "
    "ORDER BY due_on LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'system_overdue', system_id, name, unixepoch(due_on) * "
    "1000000000 FROM filed_system WHERE due_on < date(?2 / 1000000000, 'unixepoch') AND status IN "
    "('draft', 'submitted', 'approved', 'changed') ORDER BY due_on LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'exemption_waits', exemption_id, project, asked_ns "
    "FROM exemption WHERE status = 'asked' ORDER BY asked_ns LIMIT ?1) "
    "UNION ALL SELECT * FROM (SELECT 'filing_waits', system_id, name, changed_ns FROM filed_system "
    "WHERE status = 'submitted' AND due_on >= date(?2 / 1000000000, 'unixepoch') "
    "ORDER BY due_on LIMIT ?1)";

Result<bool> sees_need(store::Store& store, const Scope& scope, const Need& need) {
  if (need.what.starts_with("case_")) return sees_case(store, scope, need.id);
  if (need.what == "finding_without_case" || need.what == "exemption_left")
    return sees_subject(store, scope, need.id);
  if (need.what == "system_overdue" || need.what == "filing_waits")
    return sees_system(store, scope, need.id);
  return scope.sees_all();
}

Result<std::vector<Need>> needs(store::Store& store, const Scope& scope, Timestamp now) {
  auto all = store::rows_of<Need>(
      store.database().query(needs_sql, scope.sees_all() ? needs_max : needs_looked_at_max,
                             store::ns(now)),
      [](const store::Query& row) {
        return Need{row.text(0), row.integer(1), row.text(2), timestamp_ns(row.integer(3))};
      });
  if (!all || scope.sees_all()) return all;
  std::vector<Need> seen;
  for (Need& need : *all) {
    const auto sees = sees_need(store, scope, need);
    if (!sees) return std::unexpected(sees.error());
    if (*sees && seen.size() < static_cast<std::size_t>(needs_max)) seen.push_back(std::move(need));
  }
  return seen;
}

Result<store::LevelCounts> counts_in(store::Store& store, const Scope& scope) {
  if (scope.sees_all()) return store::level_counts(store);
  store::LevelCounts counts{};
  const auto done = store::each_row(
      store.database().query("SELECT level, count(*) FROM subject WHERE unit IN (SELECT value FROM "
                             "json_each(?)) GROUP BY level",
                             scope.json()),
      [&](const store::Query& row) { counts.at(row.count(0)) = row.count(1); });
  if (!done) return std::unexpected(done.error());
  return counts;
}

void write_needs(JsonWriter& json, const std::vector<Need>& needs) {
  json.key("needs");
  json.begin_array();
  for (const Need& need : needs) {
    json.begin_object();
    json.field("what", need.what);
    json.field("id", static_cast<std::uint64_t>(need.id));
    json.field("name", need.name);
    json.field("since", time_text(need.since));
    json.end_object();
  }
  json.end_array();
}

void write_counts(JsonWriter& json, const store::LevelCounts& counts, std::size_t levels) {
  for (std::size_t i = 0; i < levels; ++i)
    json.field(verdict::name(static_cast<verdict::Level>(i)), counts[i]);
}

void write_trend(JsonWriter& json, const std::vector<store::TrendDay>& trend) {
  json.key("trend");
  json.begin_array();
  for (const store::TrendDay& day : trend) {
    json.begin_object();
    json.field("day", time_text(store::start_of_day(day.day)).substr(0, 10));
    write_counts(json, day.subjects, 3);
    json.end_object();
  }
  json.end_array();
}

void write_cases(JsonWriter& json, const casefile::CaseCounts& counts) {
  json.key("cases");
  json.begin_object();
  json.field("open", static_cast<std::uint64_t>(counts.open));
  json.field("overdue", static_cast<std::uint64_t>(counts.overdue));
  json.field("closed_30_days", static_cast<std::uint64_t>(counts.closed_30_days));
  json.end_object();
}

}  // namespace

Result<Response> get_coverage(const Asked& asked) {
  const auto from = time_of(asked.request.asked("from").value_or(""));
  const auto to = time_of(asked.request.asked("to").value_or(""));
  if (!from || !to || *from >= *to)
    return problem(400, "from and to are no period", "two times as 2026-11-30T00:00:00Z");
  const std::int64_t first = store::hour_of(*from);
  const std::int64_t end = store::hour_of(*to) + 1;
  if (end - first > map_hours_max)
    return problem(400, "the period is too long", "ask for three months at most");
  const auto cells = cells_between(asked.api.store(), first, end);
  if (!cells) return std::unexpected(cells.error());
  const auto known = store::sensors(asked.api.store());
  if (!known) return std::unexpected(known.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("sensors");
    json.begin_array();
    for (const store::Sensor& sensor : *known) json.value(sensor.name);
    json.end_array();
    json.key("cells");
    json.begin_array();
    for (const CoverageCell& cell : *cells) write_cell(json, cell);
    json.end_array();
    json.end_object();
  });
}

Result<Response> get_overview(const Asked& asked) {
  store::Store& store = asked.api.store();
  const Timestamp now = asked.request.now;
  const auto waits = needs(store, asked.scope, now);
  if (!waits) return std::unexpected(waits.error());
  const auto counts = counts_in(store, asked.scope);
  if (!counts) return std::unexpected(counts.error());
  const std::int64_t today = store::day_of(now);
  auto days = store::trend(store, today - trend_days + 1, today + 1);
  if (!days) return std::unexpected(days.error());
  if (!asked.scope.sees_all()) days->clear();  // it is kept of all units together
  const auto seen = watched(store, store::hour_of(now));
  if (!seen) return std::unexpected(seen.error());
  const auto cases = asked.api.cases().counts(now, asked.scope.json());
  if (!cases) return std::unexpected(cases.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_needs(json, *waits);
    json.key("counts");
    json.begin_object();
    write_counts(json, *counts, counts->size());
    json.end_object();
    write_trend(json, *days);
    write_watched(json, *seen);
    write_cases(json, *cases);
    json.end_object();
  });
}

}  // namespace davy::api
