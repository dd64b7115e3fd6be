// For Prometheus: /metrics; and where news go: /outlets.
//
// What the ledger counts since midnight (UTC) are counters that begin anew each day, as those of a program that is started again: a sum
// over all that is kept would fall when retention takes the oldest.
#include <fmt/format.h>

#include <map>
#include <set>

#include "workbench/api/routes.hpp"
#include "workbench/relay/outlet_rows.hpp"
#include "workbench/report/utf8.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::api {
namespace {

using relay::OutletState;
using report::JsonWriter;
using store::CoverageCell;

// The text format: HELP and TYPE once, then a line for each set of labels.
class Exposition {
 public:
  void metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  }
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  void sample(Labels labels, double value) {
    text_ += name_;
    bool first = true;
    for (const auto& [label, content] : labels) {
      text_ += fmt::format("{}{}=\"{}\"", first ? '{' : ',', label, escaped(content));
      first = false;
    }
    text_ += fmt::format("{} {}\n", first ? "" : "}", value);
  }
  void sample(Labels labels, std::integral auto value) {
    sample(labels, static_cast<double>(value));
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string escaped(std::string_view content) {
    std::string text;
    for (const char c : report::printable(content)) {
      if (c == '\\' || c == '"') text += '\\';
      text += c;
    }
    return text;
  }

  std::string text_;
  std::string_view name_;
};

double unix_s(Timestamp time) { return seconds(time.time_since_epoch()); }

void add_build(Exposition& out, const Asked& asked) {
  out.metric("davy_build_info", "gauge", "The program that answers; always 1.");
  out.sample({{"version", asked.api.options().version}}, 1);
}

Result<void> add_subjects(Exposition& out, store::Store& store) {
  out.metric("davy_subjects", "gauge", "Hosts, meters and systems by the verdict that stands.");
  return store::each_row(
      store.database().query("SELECT kind, level, count(*) FROM subject GROUP BY kind, level"),
      [&](const store::Query& row) {
        const auto level = static_cast<verdict::Level>(row.integer(1));
        out.sample({{"kind", row.view(0)}, {"verdict", verdict::name(level)}}, row.integer(2));
      });
}

Result<void> add_cases(Exposition& out, const Asked& asked) {
  const auto counts = asked.api.cases().counts(asked.request.now);
  if (!counts) return std::unexpected(counts.error());
  out.metric("davy_cases_open", "gauge", "Cases that are open.");
  out.sample({}, counts->open);
  out.metric("davy_cases_overdue", "gauge", "Open cases whose deadline has passed.");
  out.sample({}, counts->overdue);
  return {};
}

struct SensorDay {
  CoverageCell sum = {};  // of the day
  std::optional<std::int64_t> clock_offset_ns = {};
  std::optional<Timestamp> last_alive = {};
  bool is_awake = false;  // in this hour or the last
};
using SensorDays = std::map<std::string, SensorDay>;

void add_cell(SensorDay& day, const CoverageCell& cell, std::int64_t today, std::int64_t hour) {
  if (cell.clock_offset_ns) day.clock_offset_ns = cell.clock_offset_ns;
  if (cell.alive_s > 0) day.last_alive = cell.last_seen;
  day.is_awake = day.is_awake || (cell.hour + 1 >= hour && cell.alive_s > 0);
  if (cell.hour < today) return;
  day.sum.alive_s += cell.alive_s;
  day.sum.packets += cell.packets;
  day.sum.octets += cell.octets;
  day.sum.flows += cell.flows;
  day.sum.malformed += cell.malformed;
  day.sum.dropped_kernel += cell.dropped_kernel;
  day.sum.dropped_davy += cell.dropped_davy;
  day.sum.exporter_gaps += cell.exporter_gaps;
}

Result<SensorDays> sensor_days(store::Store& store, Timestamp now) {
  const auto known = store::sensors(store);
  if (!known) return std::unexpected(known.error());
  SensorDays days;
  for (const store::Sensor& sensor : *known) days.try_emplace(sensor.name);
  const std::int64_t today = store::day_of(now) * 24, hour = store::hour_of(now);
  const auto cells = store::coverage_cells(store, {.from_hour = today - 1, .to_hour = hour + 1});
  if (!cells) return std::unexpected(cells.error());
  for (const CoverageCell& cell : cells->rows) add_cell(days[cell.sensor], cell, today, hour);
  return days;
}

struct DayCount {
  std::string_view name;
  std::string_view help;
  double (*of)(const CoverageCell&);
};
constexpr DayCount day_counts[] = {
    {"davy_sensor_awake_seconds_total", "Seconds in which it was awake, since midnight UTC.",
     [](const CoverageCell& c) { return c.alive_s; }},
    {"davy_sensor_packets_total", "Packets, or records of exporters, since midnight UTC.",
     [](const CoverageCell& c) { return static_cast<double>(c.packets); }},
    {"davy_sensor_bytes_total", "Octets of them, since midnight UTC.",
     [](const CoverageCell& c) { return static_cast<double>(c.octets); }},
    {"davy_sensor_flows_total", "Flows, since midnight UTC.",
     [](const CoverageCell& c) { return static_cast<double>(c.flows); }},
    {"davy_sensor_malformed_total", "What could not be decoded, since midnight UTC.",
     [](const CoverageCell& c) { return static_cast<double>(c.malformed); }},
    {"davy_sensor_exporter_gaps_total",
     "Messages of exporters that are missing, since midnight UTC.",
     [](const CoverageCell& c) { return static_cast<double>(c.exporter_gaps); }},
};

void add_sensors(Exposition& out, const SensorDays& days) {
  out.metric("davy_sensor_awake", "gauge", "1: awake in this hour or the last one.");
  for (const auto& [name, day] : days) out.sample({{"sensor", name}}, day.is_awake ? 1 : 0);
  for (const DayCount& count : day_counts) {
    out.metric(count.name, "counter", count.help);
    for (const auto& [name, day] : days) out.sample({{"sensor", name}}, count.of(day.sum));
  }
  out.metric("davy_sensor_dropped_packets_total", "counter",
             "Packets that nobody looked at, since midnight UTC, by who let go of them.");
  for (const auto& [name, day] : days) {
    out.sample({{"sensor", name}, {"by", "kernel"}}, day.sum.dropped_kernel);
    out.sample({{"sensor", name}, {"by", "davy"}}, day.sum.dropped_davy);
  }
  out.metric("davy_sensor_clock_offset_seconds", "gauge",
             "The exporter's clock against ours, as last measured.");
  for (const auto& [name, day] : days)
    if (day.clock_offset_ns)
      out.sample({{"sensor", name}}, seconds(Duration{*day.clock_offset_ns}));
}

struct OutletCount {
  std::string_view name;
  std::string_view type;
  std::string_view help;
  std::int64_t OutletState::* of;
};
constexpr OutletCount outlet_counts[] = {
    {"davy_outlet_sent_total", "counter", "Messages that it has taken.", &OutletState::sent},
    {"davy_outlet_failed_total", "counter", "Tries in vain.", &OutletState::failed},
    {"davy_outlet_dropped_total", "counter", "Messages given up.", &OutletState::dropped},
    {"davy_outlet_pending", "gauge", "Changes and steps that it was not told of yet.",
     &OutletState::pending},
};

Result<void> add_outlets(Exposition& out, store::Store& store) {
  const auto states = relay::outlet_states(store);
  if (!states) return std::unexpected(states.error());
  for (const OutletCount& count : outlet_counts) {
    out.metric(count.name, count.type, count.help);
    for (const OutletState& one : *states)
      out.sample({{"outlet", one.name}, {"kind", one.kind}}, one.*count.of);
  }
  out.metric("davy_outlet_failing", "gauge", "1: the last try was in vain.");
  for (const OutletState& one : *states)
    out.sample({{"outlet", one.name}, {"kind", one.kind}}, one.failing_since ? 1 : 0);
  out.metric("davy_outlet_last_success_timestamp_seconds", "gauge",
             "When it last took a message; seconds since 1970.");
  for (const OutletState& one : *states)
    if (one.last_success)
      out.sample({{"outlet", one.name}, {"kind", one.kind}}, unix_s(*one.last_success));
  return {};
}

Result<void> add_store(Exposition& out, store::Store& store) {
  const auto octets = store.database().integer(
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  if (!octets) return std::unexpected(octets.error());
  out.metric("davy_store_size_bytes", "gauge", "Octets of the store, without its log.");
  out.sample({}, octets->value_or(0));
  return {};
}

void write_outlet(JsonWriter& json, const OutletState& one) {
  const auto time = [&](std::string_view key, const std::optional<Timestamp>& at) {
    json.text_or_null_field(key, at ? time_text(*at) : "");
  };
  json.begin_object();
  json.field("name", one.name);
  json.field("kind", one.kind);
  json.field("place", one.place);
  json.field("pending", static_cast<std::uint64_t>(one.pending));
  json.field("sent", static_cast<std::uint64_t>(one.sent));
  json.field("failed", static_cast<std::uint64_t>(one.failed));
  json.field("dropped", static_cast<std::uint64_t>(one.dropped));
  time("last_success", one.last_success);
  time("failing_since", one.failing_since);
  time("next_try", one.failing_since ? std::optional{one.next_try} : std::nullopt);
  json.text_or_null_field("last_error", one.last_error);
  time("looked_at", one.looked_at);
  json.end_object();
}

}  // namespace

Result<Response> get_metrics(const Asked& asked) {
  store::Store& store = asked.api.store();
  const auto days = sensor_days(store, asked.request.now);
  if (!days) return std::unexpected(days.error());
  Exposition out;
  add_build(out, asked);
  if (auto added = add_subjects(out, store); !added) return std::unexpected(added.error());
  if (auto added = add_cases(out, asked); !added) return std::unexpected(added.error());
  add_sensors(out, *days);
  if (auto added = add_outlets(out, store); !added) return std::unexpected(added.error());
  if (auto added = add_store(out, store); !added) return std::unexpected(added.error());
  return Response{.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = out.take()};
}

Result<Response> list_outlets(const Asked& asked) {
  const auto states = relay::outlet_states(asked.api.store());
  if (!states) return std::unexpected(states.error());
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const OutletState& one : *states) write_outlet(json, one);
    json.end_array();
    json.end_object();
  });
}

}  // namespace davy::api
