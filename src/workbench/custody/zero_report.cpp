#include "workbench/custody/zero_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "workbench/custody/audit_text.hpp"
#include "workbench/registry/system_index.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::custody {
namespace {

using store::CoverageCell;

constexpr double hour_s = 3'600;
constexpr double missing_s_min = 60;  // of an hour: less is a pause between two files

// The ledger counts hours, so the period is whole hours; the hour that is not over yet is left out.
Result<ZeroQuestion> whole_hours(ZeroQuestion question, Timestamp now) {
  const std::int64_t first = store::hour_of(question.from);
  const std::int64_t end =
      std::min(store::hour_of(question.to - Duration{1}) + 1, store::hour_of(now));
  if (question.from >= question.to) return usage_error("the period ends before it begins");
  if (first >= end)
    return usage_error("the period has not begun yet, or its first hour is not over");
  if (end - first > zero_hours_max) return usage_error("the period is longer than ten years");
  question.from = store::start_of_hour(first);
  question.to = store::start_of_hour(end);
  return question;
}

bool is_asked(const ZeroQuestion& question, const std::string& sensor) {
  return question.sensors.empty() ||
         std::ranges::find(question.sensors, sensor) != question.sensors.end();
}

Result<std::vector<SensorCover>> sensors_asked(store::Store& store, const ZeroQuestion& question) {
  const auto known = store::sensors(store);
  if (!known) return std::unexpected(known.error());
  std::vector<SensorCover> out;
  for (const store::Sensor& sensor : *known)
    if (is_asked(question, sensor.name)) out.push_back({.name = sensor.name, .kind = sensor.kind});
  for (const std::string& name : question.sensors)
    if (std::ranges::find(out, name, &SensorCover::name) == out.end())
      return usage_error(fmt::format("the store knows no sensor {}", name));
  for (SensorCover& sensor : out) sensor.asked_s = seconds(question.to - question.from);
  return out;
}

void add_missing(SensorCover& cover, std::int64_t first, std::int64_t end, double missing_s) {
  if (first >= end) return;
  if (!cover.gaps.empty() && cover.gaps.back().to == store::start_of_hour(first)) {
    cover.gaps.back().to = store::start_of_hour(end);
    cover.gaps.back().missing_s += missing_s;
  } else if (cover.gaps.size() < zero_gaps_max) {
    cover.gaps.push_back({store::start_of_hour(first), store::start_of_hour(end), missing_s});
  } else {
    ++cover.gaps_left_out;
  }
}

void add_counts(SensorCover& cover, const CoverageCell& cell) {
  cover.alive_s += cell.alive_s;
  cover.packets += cell.packets;
  cover.octets += cell.octets;
  cover.flows += cell.flows;
  cover.malformed += cell.malformed;
  cover.dropped_kernel += cell.dropped_kernel;
  cover.dropped_davy += cell.dropped_davy;
  cover.exporter_gaps += cell.exporter_gaps;
  cover.blind_bits |= cell.blind_bits;
  if (cell.clock_offset_ns) {
    const double offset = static_cast<double>(*cell.clock_offset_ns) / 1e9;
    if (!cover.clock_offset_s || std::abs(offset) > std::abs(*cover.clock_offset_s))
      cover.clock_offset_s = offset;
  }
  if (std::ranges::find(cover.packs, cell.pack_version) == cover.packs.end())
    cover.packs.push_back(cell.pack_version);
}

// One sensor's cells, in the order of their hours; what lies between them is missing.
class CoverReader {
 public:
  CoverReader(SensorCover& cover, const ZeroQuestion& question)
      : cover_(cover), next_(store::hour_of(question.from)), end_(store::hour_of(question.to)) {}

  void take(const CoverageCell& cell) {
    missing_until(cell.hour);
    add_counts(cover_, cell);
    const double missing = hour_s - cell.alive_s;
    if (missing > missing_s_min) add_missing(cover_, cell.hour, cell.hour + 1, missing);
    next_ = cell.hour + 1;
  }
  void finish() { missing_until(end_); }

 private:
  void missing_until(std::int64_t hour) {
    add_missing(cover_, next_, hour, static_cast<double>(hour - next_) * hour_s);
    next_ = std::max(next_, hour);
  }
  SensorCover& cover_;
  std::int64_t next_;
  std::int64_t end_;
};

Result<void> read_cover(store::Store& store, const ZeroQuestion& question, SensorCover& cover) {
  CoverReader reader(cover, question);
  store::CoverageFilter filter{.sensor = cover.name,
                               .from_hour = store::hour_of(question.from),
                               .to_hour = store::hour_of(question.to)};
  while (true) {
    const auto page = store::coverage_cells(store, filter);
    if (!page) return std::unexpected(page.error());
    for (const CoverageCell& cell : page->rows) reader.take(cell);
    if (!page->next) break;
    filter.after = page->next;
  }
  reader.finish();
  return {};
}

constexpr std::string_view findings_sql =
    "SELECT id, kind, name, unit, level, probability, first_seen_ns, last_seen_ns, case_id, phase,"
    " cause, closed_ns IS NOT NULL, suppressed FROM subject LEFT JOIN case_file ON case_id ="
    " (SELECT max(case_id) FROM case_file WHERE subject_id = subject.id)"
    " WHERE level <= 2 AND last_seen_ns >= ? AND first_seen_ns < ? ORDER BY level, first_seen_ns, "
    "id";

ZeroFinding finding_of(const store::Query& row) {
  ZeroFinding found{.subject_id = row.integer(0),
                    .kind = row.text(1),
                    .name = row.text(2),
                    .unit = row.text(3),
                    .level = static_cast<verdict::Level>(row.integer(4)),
                    .probability = row.real(5),
                    .first_seen = timestamp_ns(row.integer(6)),
                    .last_seen = timestamp_ns(row.integer(7))};
  if (row.is_null(8)) return found;
  found.case_id = row.integer(8);
  found.phase = row.text(9);
  found.cause = row.text(10);
  found.closed = row.integer(11) != 0;
  found.set_aside = found.closed && row.integer(12) != 0;
  return found;
}

// Its own unit, or that of a filed system which it belongs to.
bool is_of(const std::string& unit, ZeroFinding& found,
           const std::vector<registry::RegisteredSystem>& systems,
           const registry::SystemIndex& index) {
  for (const std::size_t place : index.of(found.kind, found.name))
    if (found.unit.empty()) found.unit = systems[place].unit;
  return unit.empty() || found.unit == unit;
}

Result<void> read_findings(store::Store& store, ZeroReport& report) {
  const auto systems = registry::registered_systems(store);
  if (!systems) return std::unexpected(systems.error());
  const registry::SystemIndex index(*systems);
  const ZeroQuestion& question = report.question;
  return store::each_row(
      store.database().query(findings_sql, store::ns(question.from), store::ns(question.to)),
      [&](const store::Query& row) {
        ZeroFinding found = finding_of(row);
        if (!is_of(question.unit, found, *systems, index)) return;
        if (report.findings.size() < zero_findings_max)
          report.findings.push_back(std::move(found));
        else
          ++report.findings_left_out;
      });
}

Result<void> gather(store::Store& store, ZeroReport& report) {
  auto sensors = sensors_asked(store, report.question);
  if (!sensors) return std::unexpected(sensors.error());
  report.sensors = std::move(*sensors);
  for (SensorCover& sensor : report.sensors)
    if (auto read = read_cover(store, report.question, sensor); !read) return read;
  return read_findings(store, report);
}

double sum_of(const std::vector<SensorCover>& sensors, double SensorCover::* what) {
  double sum = 0;
  for (const SensorCover& sensor : sensors) sum += sensor.*what;
  return sum;
}

}  // namespace

std::string_view name(ZeroStatement statement) {
  static constexpr std::array<std::string_view, 3> names{
      "nobody_looked", "nothing_found_in_what_was_covered", "found"};
  return names[static_cast<std::size_t>(statement)];
}

double ZeroReport::alive_s() const { return sum_of(sensors, &SensorCover::alive_s); }
double ZeroReport::asked_s() const { return sum_of(sensors, &SensorCover::asked_s); }
double ZeroReport::share() const { return asked_s() > 0 ? alive_s() / asked_s() : 0; }
std::uint64_t ZeroReport::counted() const {
  const auto counts = std::ranges::count(findings, false, &ZeroFinding::set_aside);
  return static_cast<std::uint64_t>(counts) + findings_left_out;
}
ZeroStatement ZeroReport::statement() const {
  if (counted() > 0) return ZeroStatement::found;
  return alive_s() > 0 ? ZeroStatement::nothing_found : ZeroStatement::nobody_looked;
}

Result<ZeroReport> zero_report(store::Store& store, const ZeroQuestion& question,
                               const Maker& maker, const SigningKey& key) {
  auto period = whole_hours(question, maker.now);
  if (!period) return std::unexpected(period.error());
  ZeroReport report{.question = std::move(*period),
                    .maker = maker,
                    .fingerprint = key.public_key().fingerprint()};
  // Years of hours are read: writers wait for the note only.
  if (auto done = gather(store, report); !done) return std::unexpected(done.error());
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto head = note_leaving(
      store, {.at = maker.now,
              .who = maker.by,
              .what = "report.sealed",
              .object = fmt::format("zero report {}/{}", to_rfc3339(report.question.from),
                                    to_rfc3339(report.question.to)),
              .detail = fmt::format("{}, key {}", name(report.statement()), report.fingerprint)});
  if (!head) return std::unexpected(head.error());
  report.head = *head;
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return report;
}

}  // namespace davy::custody
