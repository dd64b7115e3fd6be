#include "workbench/relay/news.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/relay/subject_event.hpp"
#include "workbench/store/rows.hpp"

namespace davy::relay {
namespace {

using store::Query;
using verdict::Level;

constexpr std::string_view verdicts_end_sql =
    "SELECT max(id) FROM (SELECT id FROM verdict_change WHERE id > ? ORDER BY id LIMIT ?)";
constexpr std::string_view cases_end_sql =
    "SELECT max(log_id) FROM (SELECT log_id FROM case_log WHERE log_id > ? ORDER BY log_id LIMIT "
    "?)";

constexpr std::string_view subjects_sql =
    "SELECT g.subject_id, g.first, g.last, g.n, c.at_ns, min(g.surest, coalesce((SELECT b.level "
    "FROM "
    "verdict_change b WHERE b.subject_id = g.subject_id AND b.id < g.first ORDER BY b.id DESC "
    "LIMIT 1), 4)) FROM (SELECT subject_id, min(id) AS first, max(id) AS last, count(*) AS n, "
    "min(level) AS surest FROM verdict_change WHERE id > ? AND id <= ? GROUP BY subject_id) g "
    "JOIN verdict_change c ON c.id = g.last WHERE g.last > ? ORDER BY g.last";

constexpr std::string_view cases_sql =
    "SELECT g.case_id, g.first, g.last, g.n, l.at_ns, 0 FROM (SELECT case_id, min(log_id) AS "
    "first, "
    "max(log_id) AS last, count(*) AS n FROM case_news WHERE log_id > ? AND log_id <= ? GROUP BY "
    "case_id) g JOIN case_log l ON l.log_id = g.last WHERE g.last > ? ORDER BY g.last";
constexpr std::string_view steps_sql =
    "SELECT action, at_ns FROM case_news WHERE case_id = ? AND log_id >= ? AND log_id <= ? "
    "ORDER BY log_id DESC LIMIT ?";

Result<std::int64_t> end_of(store::Store& store, std::string_view sql, std::int64_t told) {
  const auto end = store.database().integer(sql, told, batch_rows_max);
  if (!end) return std::unexpected(end.error());
  return end->value_or(told);
}

Result<std::vector<Head>> heads_in(store::Store& store, std::string_view sql, Kind kind,
                                   const Position& place) {
  return store::rows_of<Head>(store.database().query(sql, place.told, place.until, place.done),
                              [&](const Query& row) {
                                return Head{.kind = kind,
                                            .object = row.integer(0),
                                            .first = row.integer(1),
                                            .last = row.integer(2),
                                            .changes = row.count(3),
                                            .at = timestamp_ns(row.integer(4)),
                                            .surest = static_cast<Level>(row.integer(5))};
                              });
}

// Not a sort: a clock that was set back must not put a change before an earlier one of the same table.
std::vector<Head> merged_by_time(const std::vector<Head>& a, const std::vector<Head>& b) {
  std::vector<Head> merged;
  merged.reserve(a.size() + b.size());
  auto of_a = a.begin(), of_b = b.begin();
  while (of_a != a.end() && of_b != b.end())
    merged.push_back(of_b->at < of_a->at ? *of_b++ : *of_a++);
  merged.insert(merged.end(), of_a, a.end());
  merged.insert(merged.end(), of_b, b.end());
  return merged;
}

// What is held of the subject now. False: it is gone, or its verdict is kept quiet by an exemption.
Result<bool> read_subject(store::Store& store, std::int64_t subject_id, Message& message,
                          bool exempt_too) {
  auto row = store.database().query(
      "SELECT kind, name, unit, coin, dialect, first_seen_ns, last_seen_ns, level, probability, "
      "coalesce(event, '') FROM subject LEFT JOIN subject_event ON subject_id = id WHERE id = ? "
      "AND (? OR exemption_id IS NULL OR exemption_why <> '')",
      subject_id, exempt_too ? 1 : 0);
  if (!row) return std::unexpected(row.error());
  const auto there = row->step();
  if (!there || !*there) return there;
  message.subject_kind = row->text(0);
  message.subject = row->text(1);
  message.unit = row->text(2);
  message.coin = row->text(3);
  message.dialect = row->text(4);
  message.first_seen = timestamp_ns(row->integer(5));
  message.last_seen = timestamp_ns(row->integer(6));
  message.level = static_cast<Level>(row->integer(7));
  message.probability = row->real(8);
  read_event(row->view(9), message);
  return true;
}

Result<std::int64_t> first_time(store::Store& store, const char* sql, std::int64_t id) {
  const auto ns = store.database().integer(sql, id);
  if (!ns) return std::unexpected(ns.error());
  return ns->value_or(0);
}

// The level that the batch ends with, which is not always the one that stands by now.
Result<bool> read_change(store::Store& store, const Head& head, Message& message) {
  auto row = store.database().query(
      "SELECT level, probability, (SELECT b.level FROM verdict_change b WHERE b.subject_id = "
      "c.subject_id AND b.id < ? ORDER BY b.id DESC LIMIT 1) FROM verdict_change c WHERE id = ?",
      head.first, head.last);
  if (!row) return std::unexpected(row.error());
  const auto there = row->step();
  if (!there || !*there) return there;
  message.level = static_cast<Level>(row->integer(0));
  message.probability = row->real(1);
  if (!row->is_null(2)) message.level_before = static_cast<Level>(row->integer(2));
  return true;
}

Result<bool> read_steps(store::Store& store, const Head& head, CaseNews& news) {
  auto steps = store::rows_of<CaseStep>(
      store.database().query(steps_sql, head.object, head.first, head.last, steps_max),
      [](const Query& row) { return CaseStep{row.text(0), timestamp_ns(row.integer(1))}; });
  if (!steps) return std::unexpected(steps.error());
  std::ranges::reverse(*steps);
  news.steps = std::move(*steps);
  return true;
}

Result<bool> read_case(store::Store& store, const Head& head, Message& message) {
  auto row = store.database().query(
      "SELECT subject_id, phase, due_ns, closed_ns FROM case_file WHERE case_id = ?", head.object);
  if (!row) return std::unexpected(row.error());
  const auto there = row->step();
  if (!there || !*there) return there;
  const std::int64_t subject = row->integer(0);
  CaseNews news{.case_id = head.object,
                .phase = row->text(1),
                .due_at = timestamp_ns(row->integer(2)),
                .is_open = row->is_null(3)};
  const auto known = read_subject(store, subject, message, true);
  if (!known || !*known) return known;
  const auto read = read_steps(store, head, news);
  message.of_case = std::move(news);
  return read;
}

}  // namespace

Result<bool> open_batch(store::Store& store, OutletState& state) {
  const auto verdicts = end_of(store, verdicts_end_sql, state.verdicts.told);
  if (!verdicts) return std::unexpected(verdicts.error());
  const auto cases = end_of(store, cases_end_sql, state.cases.told);
  if (!cases) return std::unexpected(cases.error());
  state.verdicts = {state.verdicts.told, state.verdicts.told, *verdicts};
  state.cases = {state.cases.told, state.cases.told, *cases};
  return state.has_batch();
}

Result<std::vector<Head>> heads_of(store::Store& store, const OutletState& state) {
  const auto subjects = heads_in(store, subjects_sql, Kind::verdict, state.verdicts);
  if (!subjects) return std::unexpected(subjects.error());
  const auto cases = heads_in(store, cases_sql, Kind::case_step, state.cases);
  if (!cases) return std::unexpected(cases.error());
  return merged_by_time(*subjects, *cases);
}

Result<std::optional<Message>> message_of(store::Store& store, const Head& head,
                                          std::string_view mark) {
  const bool of_verdict = head.kind == Kind::verdict;
  Message message{.id = fmt::format("{}-{}{}", mark, of_verdict ? 'v' : 'c', head.last),
                  .kind = head.kind,
                  .at = head.at,
                  .changes = head.changes};
  const auto there = of_verdict ? read_subject(store, head.object, message, false)
                                : read_case(store, head, message);
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::optional<Message>{};
  if (of_verdict) {
    const auto change = read_change(store, head, message);
    if (!change) return std::unexpected(change.error());
  }
  const auto first = first_time(store,
                                of_verdict ? "SELECT at_ns FROM verdict_change WHERE id = ?"
                                           : "SELECT at_ns FROM case_log WHERE log_id = ?",
                                head.first);
  if (!first) return std::unexpected(first.error());
  message.first_at = timestamp_ns(*first);
  return std::optional{std::move(message)};
}

}  // namespace davy::relay
