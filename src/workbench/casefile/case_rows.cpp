#include "workbench/casefile/case_rows.hpp"

#include <fmt/format.h>

#include <charconv>

#include "workbench/store/audit.hpp"
#include "workbench/store/page.hpp"
#include "workbench/store/rows.hpp"

namespace davy::casefile {
namespace {

using store::Database;
using store::Query;

constexpr std::string_view columns =
    "case_id, subject_id, phase, cause, owner, opened_by, opened_ns, due_ns, closed_ns, "
    "suppressed, waiting_action, waiting_by, waiting_reason, waiting_ns, measure, identity, "
    "identity_opened_ns, identity_asked_by, identity_reason, identity_asked_ns";

CaseFile case_of(const Query& row) {
  CaseFile file{.case_id = row.integer(0), .subject_id = row.integer(1)};
  file.phase = phase_named(row.view(2)).value_or(Phase::clue_analysis);
  file.cause = cause_named(row.view(3)).value_or(Cause::undetermined);
  if (!row.is_null(4)) file.owner = row.text(4);
  file.opened_by = row.text(5);
  file.opened_at = timestamp_ns(row.integer(6));
  file.due_at = timestamp_ns(row.integer(7));
  if (!row.is_null(8)) file.closed_at = timestamp_ns(row.integer(8));
  file.suppressed = row.integer(9) != 0;
  if (!row.is_null(10))
    file.waiting = Waiting{row.text(10), row.text(11), row.text(12), timestamp_ns(row.integer(13))};
  file.measure = row.text(14);
  file.identity.text = row.text(15);
  if (!row.is_null(16)) file.identity.opened_at = timestamp_ns(row.integer(16));
  if (!row.is_null(17))
    file.waiting =
        Waiting{"open_identity", row.text(17), row.text(18), timestamp_ns(row.integer(19))};
  return file;
}

Evidence evidence_of(const Query& row) {
  return {element_named(row.view(0)).value_or(Element::device), timestamp_ns(row.integer(1)),
          row.text(2), row.text(3)};
}

Result<void> read_evidence(Database& database, CaseFile& file) {
  return store::each_row(
      database.query("SELECT element, at_ns, by, text FROM case_evidence WHERE case_id = ? "
                     "ORDER BY evidence_id",
                     file.case_id),
      [&](const Query& row) { file.evidence.push_back(evidence_of(row)); });
}

// The latest of each element: what a list needs to say what comes next.
Result<void> read_latest_evidence(Database& database, CaseFile& file) {
  return store::each_row(
      database.query("SELECT element, at_ns, by, text FROM case_evidence WHERE evidence_id IN "
                     "(SELECT max(evidence_id) FROM case_evidence WHERE case_id = ? GROUP BY "
                     "element) ORDER BY evidence_id",
                     file.case_id),
      [&](const Query& row) { file.evidence.push_back(evidence_of(row)); });
}

Result<void> read_log(Database& database, CaseFile& file) {
  return store::each_row(
      database.query("SELECT at_ns, by, action, text FROM case_log WHERE case_id = ? "
                     "ORDER BY log_id",
                     file.case_id),
      [&](const Query& row) {
        file.log.push_back({timestamp_ns(row.integer(0)), row.text(1), row.text(2), row.text(3)});
      });
}

Result<void> read_explanations(Database& database, CaseFile& file) {
  return store::each_row(
      database.query("SELECT explanation, excluded, at_ns, by, text FROM case_explanation "
                     "WHERE case_id = ? ORDER BY explanation_id",
                     file.case_id),
      [&](const Query& row) {
        file.explanations.push_back({row.text(0), row.integer(1) != 0, timestamp_ns(row.integer(2)),
                                     row.text(3), row.text(4)});
      });
}

Result<void> read_parts(Database& database, CaseFile& file) {
  if (auto read = read_evidence(database, file); !read) return read;
  if (auto read = read_explanations(database, file); !read) return read;
  return read_log(database, file);
}

// A cursor is the sorting time and the number of the last row.
struct Cursor {
  std::int64_t at_ns = 0;
  std::int64_t case_id = 0;
};
std::optional<Cursor> cursor_of(std::string_view text) {
  Cursor cursor;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, cursor.at_ns);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, cursor.case_id);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  return cursor;
}

// Open cases by deadline, closed ones latest first, and all by number.
struct Order {
  std::string_view where;
  std::string_view key;
  bool ascending;
};
Order order_of(std::string_view state) {
  if (state == "closed") return {"closed_ns IS NOT NULL", "closed_ns", false};
  if (state == "all") return {"1", "opened_ns", false};
  return {"closed_ns IS NULL", "due_ns", true};
}

}  // namespace

Result<void> add_case(Database& database, CaseFile& file) {
  const auto added = database.run(
      "INSERT INTO case_file (subject_id, phase, cause, owner, opened_by, opened_ns, due_ns) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      file.subject_id, name(file.phase), name(file.cause), file.owner, file.opened_by,
      store::ns(file.opened_at), store::ns(file.due_at));
  if (!added) return std::unexpected(added.error());
  file.case_id = database.last_id();
  return {};
}

// Who waits for what, as columns.
struct WaitingColumns {
  std::optional<std::string> action, by, reason;
  std::optional<std::int64_t> at;

  explicit WaitingColumns(const std::optional<Waiting>& waiting, bool wanted) {
    if (!waiting || !wanted) return;
    action = waiting->action;
    by = waiting->by;
    reason = waiting->reason;
    at = store::ns(waiting->at);
  }
};

Result<void> keep_case(Database& database, const CaseFile& file) {
  const auto moment = [](const std::optional<Timestamp>& time) {
    return time ? std::optional<std::int64_t>(store::ns(*time)) : std::nullopt;
  };
  const bool is_identity = file.waiting && file.waiting->action == "open_identity";
  const WaitingColumns closing(file.waiting, !is_identity);
  const WaitingColumns opening(file.waiting, is_identity);
  const auto kept = database.run(
      "UPDATE case_file SET phase = ?, cause = ?, owner = ?, due_ns = ?, closed_ns = ?, "
      "suppressed = ?, waiting_action = ?, waiting_by = ?, waiting_reason = ?, waiting_ns = ?, "
      "measure = ?, identity = ?, identity_opened_ns = ?, identity_asked_by = ?, "
      "identity_reason = ?, identity_asked_ns = ? WHERE case_id = ?",
      name(file.phase), name(file.cause), file.owner, store::ns(file.due_at),
      moment(file.closed_at), file.suppressed ? 1 : 0, closing.action, closing.by, closing.reason,
      closing.at, file.measure, file.identity.text, moment(file.identity.opened_at), opening.by,
      opening.reason, opening.at, file.case_id);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

Result<void> keep_explanation(Database& database, std::int64_t case_id,
                              const Explanation& explanation) {
  const auto added = database.run(
      "INSERT INTO case_explanation (case_id, explanation, excluded, at_ns, by, text) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      case_id, explanation.explanation, explanation.excluded ? 1 : 0, store::ns(explanation.at),
      explanation.by, explanation.text);
  if (!added) return std::unexpected(added.error());
  return {};
}

Result<void> keep_evidence(Database& database, std::int64_t case_id, const Evidence& evidence) {
  const auto added = database.run(
      "INSERT INTO case_evidence (case_id, element, at_ns, by, text) VALUES (?, ?, ?, ?, ?)",
      case_id, name(evidence.element), store::ns(evidence.at), evidence.by, evidence.text);
  if (!added) return std::unexpected(added.error());
  return {};
}

Result<void> add_log(store::Store& store, const CaseFile& file, const LogLine& line) {
  const auto added = store.database().run(
      "INSERT INTO case_log (case_id, at_ns, by, action, text) VALUES (?, ?, ?, ?, ?)",
      file.case_id, store::ns(line.at), line.by, line.action, line.text);
  if (!added) return std::unexpected(added.error());
  const auto audited = store::append_audit(store, {.at = line.at,
                                                   .who = line.by,
                                                   .what = "case." + line.action,
                                                   .object = fmt::format("case {}", file.case_id),
                                                   .detail = line.text});
  if (!audited) return std::unexpected(audited.error());
  return {};
}

Result<std::optional<CaseFile>> read_case(Database& database, std::int64_t case_id) {
  auto rows =
      database.query(fmt::format("SELECT {} FROM case_file WHERE case_id = ?", columns), case_id);
  if (!rows) return std::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::optional<CaseFile>{};
  CaseFile file = case_of(*rows);
  if (auto read = read_parts(database, file); !read) return std::unexpected(read.error());
  return file;
}

Result<std::vector<CaseFile>> overdue_cases(Database& database, Timestamp now) {
  return store::rows_of<CaseFile>(
      database.query(
          "SELECT case_id, due_ns FROM case_file c WHERE closed_ns IS NULL AND due_ns < ? "
          "AND NOT EXISTS (SELECT 1 FROM case_log l WHERE l.case_id = c.case_id AND "
          "l.action = 'overdue' AND l.at_ns >= c.due_ns) ORDER BY due_ns LIMIT 1000",
          store::ns(now)),
      [](const Query& row) {
        return CaseFile{.case_id = row.integer(0), .due_at = timestamp_ns(row.integer(1))};
      });
}

Result<CaseList> read_cases(Database& database, std::string_view state, std::string_view cursor,
                            std::size_t limit, std::string_view units_json) {
  const Order order = order_of(state);
  const auto after = cursor_of(cursor);
  const std::string sql = fmt::format(
      "SELECT {0} FROM case_file WHERE {1} AND (?1 OR ({2}, case_id) {3} (?2, ?3)) AND (?5 = '' OR "
      "(SELECT unit FROM subject WHERE id = subject_id) IN (SELECT value FROM json_each(?5))) "
      "ORDER BY {2} {4}, case_id {4} LIMIT ?4",
      columns, order.where, order.key, order.ascending ? ">" : "<",
      order.ascending ? "ASC" : "DESC");
  auto rows = database.query(sql, after ? 0 : 1, after ? after->at_ns : 0,
                             after ? after->case_id : 0, limit + 1, units_json);
  if (!rows) return std::unexpected(rows.error());
  const auto place_of = [&](const CaseFile& last) {
    const Timestamp at = state == "closed" ? *last.closed_at
                         : state == "all"  ? last.opened_at
                                           : last.due_at;
    return Cursor{store::ns(at), last.case_id};
  };
  auto page = store::read_page<store::Page<CaseFile, Cursor>>(*rows, limit, case_of, place_of);
  if (!page) return std::unexpected(page.error());
  CaseList list{.cases = std::move(page->rows), .next = {}};
  if (page->next) list.next = fmt::format("{}.{}", page->next->at_ns, page->next->case_id);
  for (CaseFile& file : list.cases) {
    if (auto read = read_latest_evidence(database, file); !read)
      return std::unexpected(read.error());
    // What comes next depends on whether there are any.
    if (auto read = read_explanations(database, file); !read) return std::unexpected(read.error());
  }
  return list;
}

}  // namespace davy::casefile
